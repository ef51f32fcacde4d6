import { parseForeignTopic, TOPIC_ROOT } from '../contract/mod.ts'
import { partitionOf } from '../log/mod.ts'

/**
 * The partition of a delivery: that of the station in its topic, so that all a station's messages keep their order,
 * whoever published them; a topic that names no station goes by its user, or by itself.
 */
export function topicPartition(topic: string, partitions: number): number {
  if (partitions === 1) return 0
  const foreign = parseForeignTopic(topic)
  const [root, version, , station] = (foreign?.topic ?? topic).split('/', 4)
  const named = `${root}/${version}` === TOPIC_ROOT && station ? station : (foreign?.user ?? topic)
  return partitionOf(named, partitions)
}
