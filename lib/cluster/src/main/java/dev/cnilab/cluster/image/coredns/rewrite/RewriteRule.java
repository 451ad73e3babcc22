package dev.cnilab.cluster.image.coredns.rewrite;

import dev.cnilab.cluster.image.coredns.chain.Query;
import java.util.Optional;
import org.xbill.DNS.Record;

/** A line of {@code rewrite}. */
interface RewriteRule {
  /** The question that is asked in place of one; empty if the rule is not about it. */
  Optional<Query> rewrite(Query query);

  /**
   * A record of the answer as the client is to see it.
   *
   * @param before the question before this rule
   * @param after the question that it made of that
   */
  Record restore(Record record, Query before, Query after);
}
