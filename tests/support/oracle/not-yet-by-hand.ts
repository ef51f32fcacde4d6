/** KPIs of the catalogue that nobody has written by hand yet: a new one goes here, or better into `figures.ts`. */
export const NOT_YET_BY_HAND: readonly string[] = `
  CellAvail.Equipment SiteAvail OutageCount Mtbf Mttr AvailDisagreement UnresVolShareDl
  UnresVolShareUl UeThpDlDist UeThpDlP5 UeThpDlP50 UeThpDlP95 UeThpDlShare30 UeThpDlShare100 UeThpUlDist
  UeThpUlP5 UeThpUlP50 UeThpUlP95 UeThpUlShare30 UeThpUlShare100 BH.cell.bouncing BH.zone.sum BH.timeConsistent
  DrbEstabSuccess DRBAccessibility
  QoSRetain_R1 QoSRetain_R2 DRBRetain DrbDropRate ScgAbnormalRelease GRANHOSR 5GSEPHOSR   DlDelayNr PdcpSduDelayDl PdcpF1DelayDl DLDelay_gNBDU AirIfDelayDl DLLat_gNBDU AirIfDelayUl RlcDelayUl
  PdcpReordDelayUl AirIfDelayDlDist AirIfDelayDlP5 AirIfDelayDlP50 AirIfDelayDlP95 AirIfDelayDlWithin50
  RlcSduDelayDlDist RlcSduDelayDlP5 RlcSduDelayDlP50 RlcSduDelayDlP95 RlcSduDelayDlWithin50 RlcSduLatencyDlDist
  RlcSduLatencyDlP5 RlcSduLatencyDlP50 RlcSduLatencyDlP95 RlcSduLatencyDlWithin50 PacketLossUl F1uPacketLossUl
  F1uPacketLossDl PdcpDropDl RlcDropDl EnergyEfficiency Energy PowerMean PowerMax PowerMin TemperatureMean
  TemperatureMax ConnMean ConnTotal ConnMax InactiveConnMean InactiveConnTotal InactiveConnMax ActiveUeDlMean
  ActiveUeDlTotal ActiveUeDlMax ActiveUeUlMean ActiveUeUlTotal ActiveUeUlMax InfraShareRatio DomesticShare
  StationsOnAir LicensedCapUse TestSignalShare TestAccessFail TestAccessDelay TestDrop TestDlMean TestUlMean
  TestDlShare30
`
  .trim()
  .split(/\s+/)
