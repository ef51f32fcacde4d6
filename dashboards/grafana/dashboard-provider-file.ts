import { stringify } from 'yaml'

/** `provisioning/dashboards/tram5g.yaml`: Grafana reads the dashboards from files and lets nobody edit them in place. */
export function dashboardProviderFile(dashboardsPath: string): string {
  return stringify(
    {
      apiVersion: 1,
      providers: [
        {
          name: 'tram5g',
          orgId: 1,
          folder: 'tram5g',
          folderUid: 'tram5g',
          type: 'file',
          disableDeletion: true,
          allowUiUpdates: false,
          updateIntervalSeconds: 30,
          options: { path: dashboardsPath, foldersFromFilesStructure: false },
        },
      ],
    },
    { lineWidth: 0 },
  )
}
