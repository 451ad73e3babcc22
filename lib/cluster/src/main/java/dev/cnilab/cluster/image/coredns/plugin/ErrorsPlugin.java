package dev.cnilab.cluster.image.coredns.plugin;

import dev.cnilab.cluster.image.coredns.corefile.Directive;
import org.xbill.DNS.Type;

/** {@code errors}: writes down why there is no answer. */
final class ErrorsPlugin {
  private ErrorsPlugin() {}

  static Handler setUp(Directive directive, Host host, Handler next) {
    return query -> {
      try {
        return next.answer(query);
      } catch (ServerFailure failure) {
        if (!failure.why().isEmpty()) {
          host.log(
              "ERROR",
              "errors",
              "%d %s %s: %s"
                  .formatted(
                      failure.rcode(), query.text(), Type.string(query.type()), failure.why()));
        }
        throw failure;
      }
    };
  }
}
