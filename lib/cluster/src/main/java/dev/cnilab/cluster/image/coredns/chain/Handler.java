package dev.cnilab.cluster.image.coredns.chain;

import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** A plugin, or a chain of them. May block; in a task only. */
@FunctionalInterface
public interface Handler {
  /** The end of a chain: there is no answer. */
  Handler END =
      query -> {
        throw new ServerFailure(Rcode.REFUSED, "");
      };

  /**
   * Answers a query.
   *
   * @throws ServerFailure if there is only a response code
   */
  Message answer(ClientQuery query) throws ServerFailure;
}
