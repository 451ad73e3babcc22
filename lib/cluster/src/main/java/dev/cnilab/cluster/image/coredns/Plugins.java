package dev.cnilab.cluster.image.coredns;

import dev.cnilab.cluster.image.coredns.answer.AclPlugin;
import dev.cnilab.cluster.image.coredns.answer.AnyPlugin;
import dev.cnilab.cluster.image.coredns.answer.CachePlugin;
import dev.cnilab.cluster.image.coredns.answer.HostsPlugin;
import dev.cnilab.cluster.image.coredns.answer.LoadBalancePlugin;
import dev.cnilab.cluster.image.coredns.answer.LocalPlugin;
import dev.cnilab.cluster.image.coredns.answer.TemplatePlugin;
import dev.cnilab.cluster.image.coredns.answer.WhoamiPlugin;
import dev.cnilab.cluster.image.coredns.chain.Handler;
import dev.cnilab.cluster.image.coredns.chain.PluginHost;
import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import dev.cnilab.cluster.image.coredns.corefile.ServerBlock;
import dev.cnilab.cluster.image.coredns.kubernetes.KubernetesPlugin;
import dev.cnilab.cluster.image.coredns.log.ErrorsPlugin;
import dev.cnilab.cluster.image.coredns.log.LogPlugin;
import dev.cnilab.cluster.image.coredns.rewrite.RewritePlugin;
import dev.cnilab.cluster.image.coredns.upstream.ForwardPlugin;
import dev.cnilab.cluster.image.coredns.upstream.LoopPlugin;
import dev.cnilab.cluster.image.coredns.web.HealthPlugin;
import dev.cnilab.cluster.image.coredns.web.PrometheusPlugin;
import dev.cnilab.cluster.image.coredns.web.ReadyPlugin;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All plugins. Their order in a chain is fixed, whatever the Corefile's. */
public final class Plugins {
  /** Makes a link of the chain; may return {@code next} if the plugin answers nothing. */
  @FunctionalInterface
  interface Setup {
    Handler setUp(Directive directive, PluginHost host, Handler next) throws CorefileException;
  }

  /** Makes a link of the chain from all lines that name the plugin. */
  @FunctionalInterface
  interface SetupOfAll {
    Handler setUp(List<Directive> directives, PluginHost host, Handler next)
        throws CorefileException;
  }

  private static final List<Map.Entry<String, SetupOfAll>> ORDER =
      List.of(
          once("ready", ReadyPlugin::setUp),
          once("health", HealthPlugin::setUp),
          once("prometheus", PrometheusPlugin::setUp),
          once("errors", ErrorsPlugin::setUp),
          each("log", LogPlugin::setUp),
          once("local", LocalPlugin::setUp),
          once("any", AnyPlugin::setUp),
          once("loadbalance", LoadBalancePlugin::setUp),
          Map.entry("rewrite", RewritePlugin::setUp),
          each("acl", AclPlugin::setUp),
          once("cache", CachePlugin::setUp),
          each("template", TemplatePlugin::setUp),
          once("hosts", HostsPlugin::setUp),
          once("kubernetes", KubernetesPlugin::setUp),
          once("loop", LoopPlugin::setUp),
          each("forward", ForwardPlugin::setUp),
          once("whoami", WhoamiPlugin::setUp));

  /** Read by the server itself; they are not links of the chain. */
  private static final Set<String> OF_THE_SERVER = Set.of("reload");

  private static final Set<String> NOT_MODELLED =
      Set.of(
          "root",
          "metadata",
          "geoip",
          "cancel",
          "proxyproto",
          "quic",
          "grpc_server",
          "https",
          "https3",
          "timeouts",
          "multisocket",
          "nsid",
          "bufsize",
          "bind",
          "debug",
          "trace",
          "pprof",
          "shed",
          "dnstap",
          "dns64",
          "chaos",
          "tsig",
          "autopath",
          "header",
          "dnssec",
          "tls",
          "minimal",
          "transfer",
          "route53",
          "azure",
          "clouddns",
          "k8s_external",
          "file",
          "auto",
          "secondary",
          "etcd",
          "grpc",
          "erratic",
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
  public static Handler chain(ServerBlock block, PluginHost host) throws CorefileException {
    Handler chain = Handler.END;
    for (Map.Entry<String, SetupOfAll> plugin : ORDER.reversed()) {
      List<Directive> directives =
          block.directives().stream()
              .filter(directive -> directive.name().equals(plugin.getKey()))
              .toList();
      if (!directives.isEmpty()) {
        chain = plugin.getValue().setUp(directives, host, chain);
      }
    }
    return chain;
  }

  private static Map.Entry<String, SetupOfAll> once(String name, Setup setup) {
    return Map.entry(
        name,
        (directives, host, next) -> {
          if (directives.size() > 1) {
            throw directives
                .getFirst()
                .refusal("this plugin can only be used once per Server Block");
          }
          return setup.setUp(directives.getFirst(), host, next);
        });
  }

  /** A plugin whose lines become links one after the other, in their order. */
  private static Map.Entry<String, SetupOfAll> each(String name, Setup setup) {
    return Map.entry(
        name,
        (directives, host, next) -> {
          Handler chain = next;
          for (Directive directive : directives.reversed()) {
            chain = setup.setUp(directive, host, chain);
          }
          return chain;
        });
  }

  /**
   * Checks that all plugins of a block are known and supported.
   *
   * @throws CorefileException that names the first one that is not
   */
  public static void requireKnown(ServerBlock block) throws CorefileException {
    for (Directive directive : block.directives()) {
      String name = directive.name();
      if (NOT_MODELLED.contains(name)) {
        throw directive.refusal("not modelled here; take it out of the Corefile");
      }
      if (!OF_THE_SERVER.contains(name)
          && ORDER.stream().noneMatch(plugin -> plugin.getKey().equals(name))) {
        throw CorefileException.at(
            directive.path(), directive.line(), "Unknown directive '" + name + "'");
      }
    }
  }
}
