package dev.cnilab.cluster.containerd.network;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.config.ConfDirectory;
import dev.cnilab.cluster.cni.config.NetworkConfigList;
import dev.cnilab.cluster.cni.invoke.CallerGone;
import dev.cnilab.cluster.cni.invoke.LibCni;
import dev.cnilab.cluster.cni.invoke.RuntimeConf;
import dev.cnilab.cluster.containerd.config.CniConfig;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.WaitQueue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * go-cni as containerd configures it: a loopback network and the default one, both of which must be
 * loaded for anything to work. Loading discards what was loaded before, even if it fails.
 */
public final class GoCni {
  /** The network that every sandbox gets first. */
  private static final String LOOPBACK =
      """
      {
      "cniVersion": "0.3.1",
      "name": "cni-loopback",
      "plugins": [{
        "type": "loopback"
      }]
      }\
      """;

  /**
   * A loaded network.
   *
   * @param ifName the name of its link in a sandbox
   */
  public record Network(NetworkConfigList config, String ifName) {}

  private final EventLoop loop;
  private CniConfig config = CniConfig.DEFAULT;
  private ConfDirectory directory;
  private LibCni libcni;
  private List<Network> networks = List.of();

  public GoCni(EventLoop loop, ConfDirectory directory, LibCni libcni) {
    this.loop = loop;
    this.directory = directory;
    this.libcni = libcni;
  }

  /** Uses other settings, another directory and other plugins from the next load on. */
  public void use(CniConfig settings, ConfDirectory confDirectory, LibCni plugins) {
    config = settings;
    directory = confDirectory;
    libcni = plugins;
  }

  /** The loaded networks; the default one is missing if it could not be loaded. */
  public List<Network> networks() {
    return networks;
  }

  /**
   * Loads the loopback network and the first configurations of the directory.
   *
   * @throws CniException {@code cni config load failed: …: failed to load cni config}
   */
  public void load() throws CniException {
    NetworkConfigList loopback = NetworkConfigList.parse(LOOPBACK.getBytes(StandardCharsets.UTF_8));
    networks = List.of(new Network(loopback, "lo"));
    try {
      List<Network> all = new ArrayList<>(networks);
      for (NetworkConfigList each : directory.first(config.most())) {
        all.add(new Network(each, "eth" + (all.size() - 1)));
      }
      networks = List.copyOf(all);
    } catch (CniException refused) {
      throw new CniException(
          "cni config load failed: " + refused.getMessage() + ": failed to load cni config");
    }
  }

  /** Checks whether a sandbox could be set up. Blocks while plugins are asked. */
  public void status() throws CniException {
    requireInitialized();
    for (Network network : networks) {
      libcni.statusNetworkList(network.config());
    }
  }

  private void requireInitialized() throws CniException {
    if (networks.size() < 2) {
      throw new CniException("cni plugin not initialized");
    }
  }

  /**
   * Attaches a sandbox to all networks, at the same time or one after the other. Blocks.
   *
   * @return the results in the order of the networks
   * @throws CniException the first failure; of simultaneous ones the last network's, because Go
   *     runs the most recently started goroutine first. The other networks may be attached all the
   *     same
   */
  public List<CniResult> setup(RuntimeConf rt) throws CniException {
    requireInitialized();
    return config.serially() ? oneByOne(rt) : atOnce(rt);
  }

  private List<CniResult> oneByOne(RuntimeConf rt) throws CniException {
    List<CniResult> results = new ArrayList<>();
    for (Network network : networks) {
      results.add(libcni.addNetworkList(network.config(), on(network, rt)));
    }
    return results;
  }

  private List<CniResult> atOnce(RuntimeConf rt) throws CniException {
    List<Attachment> attachments = new ArrayList<>();
    WaitQueue ended = new WaitQueue(loop);
    Map<Instant, CniException> failures = new TreeMap<>();
    for (Network network : networks) {
      Attachment attachment = new Attachment();
      attachments.add(attachment);
      loop.spawn(
          "cni-add " + network.config().name(),
          () -> {
            try {
              attachment.result = libcni.addNetworkList(network.config(), on(network, rt));
            } catch (CniException failed) {
              failures.put(loop.now(), failed);
            } catch (CallerGone nobodyWaits) {
              attachment.abandoned = nobodyWaits;
            } finally {
              attachment.isEnded = true;
              ended.wakeAll();
            }
          });
    }
    while (!attachments.stream().allMatch(attachment -> attachment.isEnded)) {
      ended.await();
    }
    for (Attachment attachment : attachments) {
      if (attachment.abandoned != null) {
        throw attachment.abandoned;
      }
    }
    if (!failures.isEmpty()) {
      throw failures.values().iterator().next();
    }
    List<CniResult> results = new ArrayList<>();
    attachments.forEach(
        attachment -> results.add(attachment.result == null ? CniResult.EMPTY : attachment.result));
    return results;
  }

  /** The outcome of one network's ADD. */
  private static final class Attachment {
    private @Nullable CniResult result;
    private @Nullable CallerGone abandoned;
    private boolean isEnded;
  }

  /** Detaches a sandbox from the networks in order; the first failure ends it. Blocks. */
  public void remove(RuntimeConf rt) throws CniException {
    requireInitialized();
    for (Network network : networks) {
      try {
        libcni.delNetworkList(network.config(), on(network, rt));
      } catch (CniException failed) {
        if (!meansGone(failed, rt)) {
          throw failed;
        }
      }
    }
  }

  private static boolean meansGone(CniException failed, RuntimeConf rt) {
    return failed.getMessage().contains("not found")
        || (rt.netns().isEmpty() && failed.getMessage().contains("no such file or directory"));
  }

  private static RuntimeConf on(Network network, RuntimeConf rt) {
    return new RuntimeConf(
        rt.containerId(),
        rt.netns(),
        network.ifName(),
        rt.args(),
        rt.capabilityArgs(),
        rt.deadline());
  }
}
