/** What is told of a figure, for people: drawn by the console's page and by `tram5g explain` alike. */
export type { DocumentRow, DocumentSection, DocumentTable, ExplainDocument } from '../console/page/wire.d.ts'
