package dev.cnilab.cluster.image.coredns.plugin;

import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import dev.cnilab.cluster.image.coredns.corefile.ServerBlock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All plugins there are. Their order in a chain is their own, whatever the Corefile's. */
public final class Plugins {
  /** Makes a link of the chain; it may return {@code next} if the plugin answers nothing. */
  @FunctionalInterface
  interface Setup {
    Handler setUp(Directive directive, Host host, Handler next) throws CorefileException;
  }

  private static final List<Map.Entry<String, Setup>> ORDER =
      List.of(
          Map.entry("ready", ReadyPlugin::setUp),
          Map.entry("health", HealthPlugin::setUp),
          Map.entry("prometheus", PrometheusPlugin::setUp),
          Map.entry("errors", ErrorsPlugin::setUp),
          Map.entry("log", LogPlugin::setUp),
          Map.entry("loadbalance", LoadBalancePlugin::setUp),
          Map.entry("rewrite", RewritePlugin::setUp),
          Map.entry("cache", CachePlugin::setUp),
          Map.entry("hosts", HostsPlugin::setUp),
          Map.entry("kubernetes", KubernetesPlugin::setUp),
          Map.entry("loop", LoopPlugin::setUp),
          Map.entry("forward", ForwardPlugin::setUp));

  /** Those that are known and change nothing here. */
  private static final Set<String> IDLE =
      Set.of(
          "root",
          "metadata",
          "geoip",
          "cancel",
          "tls",
          "timeouts",
          "multisocket",
          "reload",
          "nsid",
          "bufsize",
          "bind",
          "debug",
          "trace",
          "pprof",
          "dnstap",
          "local",
          "dns64",
          "any",
          "chaos",
          "tsig",
          "autopath",
          "acl",
          "header",
          "dnssec",
          "minimal",
          "transfer",
          "route53",
          "azure",
          "clouddns",
          "k8s_external",
          "file",
          "template",
          "auto",
          "secondary",
          "etcd",
          "grpc",
          "erratic",
          "whoami",
          "on",
          "sign",
          "view",
          "nomad");

  private Plugins() {}

  /**
   * Sets up the plugins of a block.
   *
   * @throws CorefileException with CoreDNS's words if one cannot be set up
   */
  public static Handler chain(ServerBlock block, Host host) throws CorefileException {
    Handler chain = Handler.END;
    for (Map.Entry<String, Setup> plugin : ORDER.reversed()) {
      Optional<Directive> directive = block.find(plugin.getKey());
      if (directive.isPresent()) {
        chain = plugin.getValue().setUp(directive.get(), host, chain);
      }
    }
    return chain;
  }

  /**
   * Checks that all plugins of a block are known.
   *
   * @throws CorefileException that names the first that is not
   */
  public static void requireKnown(ServerBlock block) throws CorefileException {
    for (Directive directive : block.directives()) {
      if (!IDLE.contains(directive.name())
          && ORDER.stream().noneMatch(plugin -> plugin.getKey().equals(directive.name()))) {
        throw CorefileException.at(
            directive.path(), directive.line(), "Unknown directive '" + directive.name() + "'");
      }
    }
  }
}
