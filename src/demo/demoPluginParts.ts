/** What most demo plugins have in common. */
export const COMMON = {
  organization: 'a',
  plugin_type: 'repository',
  icon: null,
  latest_tag: null,
  is_global: false,
  metrics: {},
  public_jobs: {},
  frontend: null,
} as const;

/** What a plugin says that its code can do. */
export function capabilities(
  methods: readonly string[],
  jobs: readonly string[] = [],
  tasks: readonly string[] = [],
) {
  return { methods, jobs, scheduled_tasks: tasks };
}
