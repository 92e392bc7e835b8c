/** Placeholder. */
export function installLocalApi(): void {
  void import('../index.js').then(({ createAnalyzer }) => createAnalyzer());
}
