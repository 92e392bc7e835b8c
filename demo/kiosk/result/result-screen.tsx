/** TODO */
export const ResultScreen = () => <main class="screen result" />;
