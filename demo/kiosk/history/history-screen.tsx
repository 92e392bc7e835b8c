/** TODO */
export const HistoryScreen = () => <main class="screen" />;
