package dev.cnilab.cluster.image.coredns.kubernetes;

import dev.cnilab.cluster.image.coredns.chain.PluginHost;
import dev.cnilab.cluster.log.StructuredLog;
import org.jspecify.annotations.Nullable;

/** What client-go says, in lines of CoreDNS: the message and its error, without fields. */
record ClientLog(PluginHost host) implements StructuredLog {
  @Override
  public void info(String source, String message, Object... fields) {
    host.log("INFO", "kubernetes", message);
  }

  @Override
  public void failure(String source, @Nullable String error, String message, Object... fields) {
    host.log("ERROR", "kubernetes", message + ": " + error);
  }
}
