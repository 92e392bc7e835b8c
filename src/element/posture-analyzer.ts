/** Placeholder. */
export function definePostureAnalyzer(): void {
  void import('../index.js').then(({ createAnalyzer }) => createAnalyzer());
}
