package dev.cnilab.cluster.image.coredns.rewrite;

import dev.cnilab.cluster.image.coredns.chain.ClientQuery;
import java.util.Optional;
import org.xbill.DNS.Record;

/** A line of {@code rewrite}. */
interface RewriteRule {
  /** The rewritten question; empty if the rule does not match. */
  Optional<ClientQuery> rewrite(ClientQuery query);

  /**
   * A record of the answer as the client gets it.
   *
   * @param before the question before this rule
   * @param after the question that the rule produced
   */
  Record restore(Record record, ClientQuery before, ClientQuery after);
}
