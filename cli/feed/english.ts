import type { Facts, Words } from './words.ts'

export const ENGLISH: Words = {
  title: (station) => `What the feed of ${station} reaches`,
  levels: {
    1: 'Level 1: birth, death, numbers, states, reports of 15 min',
    2: 'Level 2: 48 h stored, and sent again when asked',
    3: 'Level 3: live reports of 60 s or less',
  },
  shown: { yes: 'yes', no: 'NO', 'not-shown': 'not shown yet' },
  verdict: {
    yes: 'reached',
    no: 'NOT REACHED',
    'not-shown': 'nothing speaks against it, but not all of it could be seen yet',
  },
  unregistered: 'It is not registered: its figures stand in the zone `unregistered`. → tram5g registry import',
  neverHeard: 'No message of it was ever taken.',
  silent: (since) => `It is silent since ${since}: what is due is measured by its last proof of life.`,
  refused: (list) => `Messages of it were refused: ${list}. → tram5g deadletters list`,
  alsoTitle: 'Beside the levels',
  todo: 'to do',
  checks: {
    birth: {
      name: 'birth at every connect',
      seen: (f) => `last ${f.time('at')}`,
      missing: () => 'none ever came',
      todo: 'publish `birth` (retained) after every connect, and when something in it changes',
    },
    death: {
      name: 'death as last will',
      seen: (f) => `last ${f.time('at')}`,
      missing: () => '',
      notShown: 'none came: the connection may never have been lost',
      todo: 'give the broker `death` as last will with every connect; to see it, pull the plug of its network',
    },
    seq: {
      name: 'every message numbered once',
      seen: (f) => `${f.number('accepted')} messages taken`,
      missing: (f) =>
        f.raw.accepted === 0
          ? 'no numbered message was taken'
          : `${f.number('bad')} messages with a number used twice or far ahead`,
      todo: 'count `seq` from 0 at each boot and src, all kinds together; keep the number of a message that is sent again; count `n` of `boot` in non-volatile memory',
    },
    state: {
      name: 'state of every cell',
      seen: (f) => `last ${f.time('at')}`,
      missing: (f) => (f.raw.at === undefined ? 'none ever came' : `the last one is of ${f.time('at')}`),
      todo: 'publish `state` of each cell at every change, and again every 5 min: without it availability is unknown',
    },
    heartbeat: {
      name: 'heartbeat',
      seen: (f) => `last ${f.time('at')}`,
      missing: (f) => (f.raw.at === undefined ? 'none ever came' : `the last one is of ${f.time('at')}`),
      todo: 'publish `state` without `cell` every `hb` seconds (60): by it silence is noticed',
    },
    pm900: {
      name: 'reports of 15 min (gp 900)',
      seen: (f) => `the last one ends ${f.time('at')}`,
      missing: (f) =>
        f.raw.at === undefined
          ? `none ever came${f.raw.gps === '' ? '' : `; there are ${String(f.raw.gps)}`}`
          : `the last one ends ${f.time('at')}`,
      todo: 'publish `pm` with `gp` 900 at the end of every quarter of an hour, beside live reports if there are any',
    },
    queued: {
      name: 'tells what it holds back (queued)',
      seen: (f) => `at most ${f.number('most')} messages so far`,
      missing: () => 'its heartbeats do not say',
      todo: 'put `queued` into the heartbeat: how many messages are stored and not yet acknowledged',
    },
    store: {
      name: 'stores while it is cut off',
      seen: (f) => `a report came ${f.span('storedS')} after its end; 48 h are asked for`,
      missing: () => '',
      notShown: 'no report ever came late: it may never have been cut off',
      todo: 'store every message for 48 h until the broker acknowledges it; to see it, cut its network for 10 minutes',
    },
    resend: {
      name: 'sends again what is asked for',
      seen: (f) => `${f.number('filled')} messages came after later ones; ${f.number('missing')} are missing`,
      missing: (f) => `${f.number('missing')} messages are missing, and none ever came again`,
      notShown: 'nothing was ever missing',
      todo: 'subscribe to `cmd`, and publish again, with the same boot, src and seq, what `resend` names',
    },
    live: {
      name: 'live reports',
      seen: (f) => `every ${f.number('gp')} s`,
      missing: (f) => (f.raw.gps === '' ? 'no reports at all' : `only ${String(f.raw.gps)}, or not of late`),
      todo: 'publish `pm` with `gp` 10 or 60, beside those of 900 s',
    },
    clock: {
      name: 'clock',
      seen: (f) => `${f.number('offsetMs')} ms from its own time to receipt${clockSource(f)}`,
      missing: (f) =>
        `${f.number('offsetMs')} ms from its own time to receipt${clockSource(f)}: beyond 5 min what it says is kept, suspect, and in no figure`,
      notShown: 'no heartbeat with `queued` 0 tells it',
      todo: 'take the time from GNSS, PTP or NTP',
    },
  },
}

const clockSource = ({ raw }: Facts): string => (raw.source === '' ? '' : ` (${String(raw.source)})`)
