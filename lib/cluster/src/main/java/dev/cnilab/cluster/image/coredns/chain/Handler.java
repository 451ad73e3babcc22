package dev.cnilab.cluster.image.coredns.chain;

import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** A plugin, or a chain of them. May wait; in a task only. */
@FunctionalInterface
public interface Handler {
  /** Where a chain ends: nobody knows. */
  Handler END =
      query -> {
        throw new ServerFailure(Rcode.REFUSED, "");
      };

  /**
   * Answers a query.
   *
   * @throws ServerFailure if there is no answer but a code
   */
  Message answer(Query query) throws ServerFailure;
}
