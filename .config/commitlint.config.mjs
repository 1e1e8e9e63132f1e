export default {
  extends: ['@commitlint/config-conventional'],
  rules: {
    // A subject may begin with a name: "Grafana", "SQLite", "WebGL".
    'subject-case': [0],
  },
};
