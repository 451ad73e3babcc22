package dev.cnilab.cluster.image.coredns.log;

import dev.cnilab.cluster.image.coredns.chain.Handler;
import dev.cnilab.cluster.image.coredns.chain.PluginHost;
import dev.cnilab.cluster.image.coredns.chain.ServerFailure;
import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import org.xbill.DNS.Type;

/** {@code errors}: logs why a query failed. */
public final class ErrorsPlugin {
  private ErrorsPlugin() {}

  public static Handler setUp(Directive directive, PluginHost host, Handler next)
      throws CorefileException {
    for (String file : directive.arguments()) {
      if (!file.equals("stdout")) {
        throw directive.error(directive.line(), "invalid log file: " + file);
      }
    }
    for (Directive.Property property : directive.properties()) {
      switch (property.name()) {
        case "stacktrace", "consolidate" ->
            throw directive.error(property.line(), property.name() + " is not modelled here");
        default ->
            throw directive.error(
                property.line(),
                "Syntax error: Unexpected token 'Unknown field "
                    + property.name()
                    + "', expecting '"
                    + property.name()
                    + "'");
      }
    }
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
