package dev.cnilab.cluster.image.weave;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.cluster.image.SupportedValues;
import dev.cnilab.cluster.image.weave.ipam.Database;
import dev.cnilab.cluster.image.weave.ipam.RingAllocator;
import dev.cnilab.cluster.image.weave.router.AddressService;
import dev.cnilab.cluster.image.weave.router.KubePeers;
import dev.cnilab.cluster.image.weave.router.Mesh;
import dev.cnilab.cluster.image.weave.router.Peers;
import dev.cnilab.cluster.image.weave.router.RouteCheck;
import dev.cnilab.cluster.image.weave.router.WeaveApi;
import dev.cnilab.cluster.image.weave.router.WeaveBridge;
import dev.cnilab.cluster.image.weave.router.WeaveLog;
import dev.cnilab.cluster.image.weave.router.WeaveNat;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code /home/weave/launch.sh} and the {@code weaver} that it starts. Links and rules stay when it
 * ends, but then no addresses are allocated.
 */
public final class Weaver implements Program {
  private static final String RANGE = "10.32.0.0/12";

  private static final SupportedValues SUPPORTED =
      new SupportedValues(
          Map.of(
              "AWSVPC",
              List.of(""),
              "CONN_LIMIT",
              List.of("200"),
              "EXTRA_ARGS",
              List.of(""),
              "INIT_CONTAINER",
              List.of("true"),
              "NO_MASQ_LOCAL",
              List.of("1"),
              "WEAVE_EXPOSE_IP",
              List.of(""),
              "WEAVE_PASSWORD",
              List.of("")));

  private final ApiClients clients;

  public Weaver(ApiClients clients) {
    this.clients = clients;
  }

  @Override
  public int run(Process process) {
    try {
      SUPPORTED.require(name -> process.environment().getOrDefault(name, ""));
    } catch (IOException refused) {
      process.err().println(String.valueOf(refused.getMessage()));
      return 1;
    }
    String size = process.environment().getOrDefault("WEAVE_MTU", String.valueOf(WeaveBridge.MTU));
    String addresses = process.environment().getOrDefault("IPALLOC_RANGE", RANGE);
    if (!size.matches("\\d{2,5}")) {
      return invalid(process, "mtu", size, "parse error");
    } else if (Ipv4Prefix.block(addresses).isEmpty()) {
      return invalid(process, "ipalloc-range", addresses, "invalid CIDR address: " + addresses);
    }
    int mtu = Integer.parseInt(size);
    Ipv4Prefix range = Ipv4Prefix.block(addresses).get().network();
    Optional<String> overlap = RouteCheck.overlap(process.network(), range);
    if (overlap.isPresent()) {
      process.err().println(overlap.get());
      return 1;
    }
    String node = process.environment().getOrDefault("HOSTNAME", process.hostname());
    MacAddress name = peerName(process, node);
    try {
      ApiClient client = clients.inCluster(process);
      KubePeers kube = new KubePeers(client, node);
      boolean first = kube.enter(name.toString());
      new Run(process, range, mtu, node, name, first).run(client, kube);
      return 0;
    } catch (IOException | ApiException refused) {
      new WeaveLog(process).fatal("[kube-peers] Could not get peers: " + refused.getMessage());
      return 1;
    }
  }

  /** weaver gets the variable as a flag, and Go's flag package refuses it. */
  private static int invalid(Process process, String flag, String value, String why) {
    process.err().println("invalid value \"%s\" for flag -%s: %s".formatted(value, flag, why));
    return 2;
  }

  /** The same after each start of the same machine: derived from its machine-id. */
  private static MacAddress peerName(Process process, String node) {
    String identity;
    try {
      identity = process.files().readText("/host/etc/machine-id");
    } catch (IOException notMounted) {
      identity = node;
    }
    long bits =
        UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
    return new MacAddress((bits & 0xfcff_ffff_ffffL) | 0x0200_0000_0000L);
  }

  /** One run of the process. */
  private static final class Run {
    private final Process process;
    private final Ipv4Prefix range;
    private final String node;
    private final MacAddress name;
    private final boolean first;
    private final WeaveLog log;
    private final WeaveBridge bridge;

    Run(Process process, Ipv4Prefix range, int mtu, String node, MacAddress name, boolean first) {
      this.process = process;
      this.range = range;
      this.node = node;
      this.name = name;
      this.first = first;
      this.log = new WeaveLog(process);
      this.bridge = new WeaveBridge(process.network(), mtu);
    }

    void run(ApiClient client, KubePeers kube) {
      process.signals().handle(Signal.TERM, () -> process.end(0));
      log.info(
          "Command line options: map[ipalloc-range:%s name:%s nickname:%s port:%d]"
              .formatted(range, name, node, Mesh.PORT));
      log.info("weave  2.8.1");
      bridge.ensure(name);
      log.info("Bridge type is bridged_fastdp");
      log.info("Communication between peers is unencrypted.");
      log.info("Our name is %s(%s)".formatted(name, node));
      RingAllocator allocator = new RingAllocator(range, name.toString());
      boolean known = new Database(process.files()).load(allocator, name.toString());
      if (first && allocator.ring().isEmpty()) {
        allocator.ring().claim(name.toString());
      }
      log.info(
          known
              ? "[allocator %s] Initialising with persisted data".formatted(name)
              : "[allocator %s] No valid persisted data".formatted(name));
      AddressService addresses = new AddressService(process, name.toString(), allocator);
      try (Mesh mesh = new Mesh(process, name.toString(), allocator, addresses::changed)) {
        Peers peers = new Peers(client, process, node, mesh, bridge, log);
        process.onExit(status -> peers.close());
        addresses.useSpaceOf(peers);
        new WeaveApi(process, log, addresses, range, name + "(" + node + ")").serve(peers);
        addresses.noteLocal();
        WeaveNat.ensure(process.network(), range);
        Ipv4Address exposed = addresses.allocate("weave:expose");
        bridge.expose(new Ipv4Prefix(exposed, range.length()));
        kube.setNodeStatus(process.now());
        peers.watch();
      } catch (ErrnoException taken) {
        process.err().println("panic: " + GoNet.listen(":" + Mesh.PORT, taken));
        process.end(2);
      }
    }
  }
}
