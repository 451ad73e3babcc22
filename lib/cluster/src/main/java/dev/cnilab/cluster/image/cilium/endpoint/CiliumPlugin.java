package dev.cnilab.cluster.image.cilium.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.CniRoute;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.Digest;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Veth;
import dev.cnilab.netsim.route.RouteMetrics;
import dev.cnilab.netsim.route.fib.RouteRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code cilium-cni}: a veth pair whose end on the node belongs to the agent. The agent makes all
 * decisions; the plugin waits for it for up to 30 seconds.
 */
public final class CiliumPlugin implements CniPlugin {
  /** The program's name; Cilium's image installs the executable. */
  public static final String PROGRAM = "cni-cilium";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PATIENCE_TO_DELETE = Duration.ofSeconds(10);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);
  private static final String DELETIONS = "/var/run/cilium/deleteQueue";

  @Override
  public String about() {
    return "Cilium CNI plugin 1.18.4 go version go1.24.9 linux/amd64";
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    AgentClient agent = new AgentClient(args.process());
    JsonNode config;
    try {
      config = connect(agent, args, PATIENCE);
    } catch (ErrnoException absent) {
      throw new CniException(
          ("unable to connect to Cilium agent: failed to create cilium agent client after %d.000000"
                  + " seconds timeout: Get \"http://localhost/v1/config\": dial unix %s: connect:"
                  + " %s\nIs the agent running?")
              .formatted(PATIENCE.toSeconds(), AgentApi.SOCKET, GoText.errno(absent)));
    }
    NetworkNamespace netns = args.openNetns();
    Ipv4Address address = allocate(agent, args);
    Ipv4Address router = Ipv4Address.parse(config.path("router").asText());
    Veth veth = null;
    try {
      veth = attach(args, netns, config.path("deviceMTU").asInt());
      configure(netns, veth, address, router, config.path("routeMTU").asInt());
      create(agent, args, veth, address);
      return result(args, veth, address, router);
    } catch (CniException failed) {
      Optional.ofNullable(veth).ifPresent(Link::delete);
      agent.call("DELETE", "/v1/ipam", Json.object().put("ip", address.toString()));
      throw failed;
    }
  }

  /** Waits for the agent; returns its configuration of the node. */
  private static JsonNode connect(AgentClient agent, CmdArgs args, Duration patience) {
    long deadline = args.process().loop().nanoTime() + patience.toNanos();
    while (true) {
      try {
        return agent.call("GET", "/v1/config", Json.object()).body();
      } catch (ErrnoException absent) {
        if (args.process().loop().nanoTime() >= deadline) {
          throw absent;
        }
        args.process().loop().sleep(BETWEEN_TRIES);
      }
    }
  }

  private static Ipv4Address allocate(AgentClient agent, CmdArgs args) throws CniException {
    AgentClient.Answer answer =
        agent.call("POST", "/v1/ipam", Json.object().put("owner", owner(args)));
    if (answer.status() != 201) {
      throw new CniException(
          "unable to allocate IP via local cilium agent: [POST /ipam][%d] postIpamFailure %s"
              .formatted(answer.status(), answer.body().path("message").asText()));
    }
    return Ipv4Address.parse(answer.body().path("ip").asText());
  }

  private static Veth attach(CmdArgs args, NetworkNamespace netns, int mtu) throws CniException {
    String name = "lxc" + Digest.SHA_256.hex(args.containerId()).substring(0, 12);
    try {
      Veth veth = netns.links().addVeth(args.ifName(), args.host().links(), name);
      veth.setMtu(mtu);
      veth.peer().setMtu(mtu);
      veth.setUp();
      veth.peer().setUp();
      return veth;
    } catch (ErrnoException refused) {
      throw new CniException(
          "unable to set up veth on host side: unable to create veth pair: "
              + GoText.errno(refused));
    }
  }

  /** Sets the address, and a default route via the router. */
  private static void configure(
      NetworkNamespace netns, Veth veth, Ipv4Address address, Ipv4Address router, int routeMtu)
      throws CniException {
    try {
      veth.inet().add(Ipv4Prefix.of(address));
      netns.routes().add(RouteRequest.to(Ipv4Prefix.of(router)).dev(veth));
      netns
          .routes()
          .add(
              RouteRequest.to(Ipv4Prefix.DEFAULT)
                  .via(router, veth)
                  .metrics(RouteMetrics.NONE.with(RouteMetrics.Metric.MTU, routeMtu)));
    } catch (ErrnoException refused) {
      throw new CniException(
          "unable to configure interfaces in container namespace: " + GoText.errno(refused));
    }
  }

  private static void create(AgentClient agent, CmdArgs args, Veth veth, Ipv4Address address)
      throws CniException {
    Map<String, String> arguments = arguments(args);
    ObjectNode endpoint =
        Json.object()
            .put("container-id", args.containerId())
            .put("k8s-namespace", arguments.getOrDefault("K8S_POD_NAMESPACE", ""))
            .put("k8s-pod-name", arguments.getOrDefault("K8S_POD_NAME", ""))
            .put("ipv4", address.toString())
            .put("interface-name", veth.peer().name());
    AgentClient.Answer answer = agent.call("PUT", "/v1/endpoint", endpoint);
    if (answer.status() != 201) {
      throw new CniException(
          "unable to create endpoint: [PUT /endpoint/{id}][%d] putEndpointIdInvalid"
              .formatted(answer.status()));
    }
  }

  private static CniResult result(
      CmdArgs args, Veth veth, Ipv4Address address, Ipv4Address router) {
    return new CniResult(
        List.of(
            new CniResult.Interface(veth.peer().name(), veth.peer().address().toString(), 0, ""),
            new CniResult.Interface(veth.name(), veth.address().toString(), 0, args.netns())),
        List.of(new CniResult.IpConfig(1, Ipv4Prefix.of(address).toString(), router.toString())),
        List.of(
            new CniRoute(Ipv4Prefix.of(router).toString(), ""),
            new CniRoute("0.0.0.0/0", router.toString())),
        CniResult.EMPTY.dns());
  }

  private static String owner(CmdArgs args) {
    Map<String, String> arguments = arguments(args);
    return arguments.getOrDefault("K8S_POD_NAMESPACE", "")
        + "/"
        + arguments.getOrDefault("K8S_POD_NAME", "");
  }

  /** {@code CNI_ARGS}: {@code K8S_POD_NAMESPACE=default;K8S_POD_NAME=a}. */
  private static Map<String, String> arguments(CmdArgs args) {
    return Arrays.stream(args.process().environment().getOrDefault("CNI_ARGS", "").split(";", -1))
        .map(each -> each.split("=", 2))
        .filter(each -> each.length == 2)
        .collect(Collectors.toMap(each -> each[0], each -> each[1], (first, second) -> second));
  }

  /**
   * Without an agent the deletion is queued for the next one, so that pods can always be deleted.
   */
  @Override
  public void del(CmdArgs args) throws CniException {
    AgentClient agent = new AgentClient(args.process());
    try {
      connect(agent, args, PATIENCE_TO_DELETE);
      agent.call("DELETE", "/v1/endpoint", Json.object().put("container-id", args.containerId()));
    } catch (ErrnoException absent) {
      enqueue(args);
    }
    args.findNetns().flatMap(netns -> netns.links().find(args.ifName())).ifPresent(Link::delete);
  }

  private static void enqueue(CmdArgs args) throws CniException {
    try {
      args.process().files().createDirectories(DELETIONS);
      args.process().files().write(DELETIONS + "/" + args.containerId() + ".delete", "{}");
    } catch (IOException refused) {
      throw new CniException("failed to write deletion file: " + refused.getMessage());
    }
  }
}
