package dev.cnilab.netsim.iptables;

/** What a table in use needs of its namespace. */
interface TableRegistration {
  /** For tables that no packet ever meets. */
  TableRegistration NONE =
      new TableRegistration() {
        @Override
        public void register(Table table) {}

        @Override
        public void unregister(TableName name) {}

        @Override
        public void prepare(Rule rule) {}

        @Override
        public void release(Rule rule) {}
      };

  /** Leads packets into a table. */
  void register(Table table);

  /** Stops sending packets into it. */
  void unregister(TableName name);

  /** Starts what a new rule needs, such as the tracking of connections. */
  void prepare(Rule rule);

  /** Stops what a rule that is gone needed. */
  void release(Rule rule);
}
