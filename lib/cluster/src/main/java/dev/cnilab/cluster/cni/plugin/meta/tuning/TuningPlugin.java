package dev.cnilab.cluster.cni.plugin.meta.tuning;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;
import dev.cnilab.cluster.cni.plugin.call.PluginFields;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.link.Link;
import java.util.List;
import java.util.Optional;

/** The plugin {@code tuning}: settings of a container's network namespace and of its link. */
public final class TuningPlugin implements CniPlugin {
  @Override
  public String about() {
    return "CNI tuning plugin v1.10.0";
  }

  @Override
  public PluginFields fields() {
    return PluginFields.of("tuning");
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    Tuning tuning = Tuning.of(args);
    Allowlist.require(args.process().files(), tuning.sysctls().keySet());
    CniResult previous =
        args.prevResult().orElseThrow(() -> new CniException("Required prevResult missing"));
    NetworkNamespace netns = args.openNetns();
    ContainerSysctls.set(netns, args.ifName(), tuning.sysctls());
    if (!tuning.changesLink()) {
      return previous;
    }
    Link link = find(netns, args.ifName());
    LinkBackup.of(link, tuning).write(args, tuning.dataDirectory());
    LinkBackup wanted = LinkBackup.wanted(tuning);
    wanted.applyTo(link);
    return new CniResult(
        previous.interfaces().stream().map(each -> withMac(each, link, tuning)).toList(),
        previous.ips(),
        previous.routes(),
        previous.dns());
  }

  private static CniResult.Interface withMac(CniResult.Interface each, Link link, Tuning tuning) {
    return each.name().equals(link.name()) && !tuning.mac().isEmpty()
        ? new CniResult.Interface(each.name(), tuning.mac(), each.mtu(), each.sandbox())
        : each;
  }

  private static Link find(NetworkNamespace netns, String name) throws CniException {
    return netns
        .links()
        .find(name)
        .orElseThrow(() -> new CniException("failed to get \"" + name + "\": Link not found"));
  }

  /** Restores the link, which may be used elsewhere; failures are not reported. */
  @Override
  public void del(CmdArgs args) throws CniException {
    Tuning tuning = Tuning.of(args);
    Optional<Link> link = args.findNetns().flatMap(netns -> netns.links().find(args.ifName()));
    if (link.isPresent()) {
      LinkBackup.restore(args, tuning.dataDirectory(), link.get());
    }
  }

  @Override
  public void check(CmdArgs args) throws CniException {
    Tuning tuning = Tuning.of(args);
    if (args.prevResult().isEmpty()) {
      throw new CniException("Required prevResult missing");
    }
    NetworkNamespace netns = args.openNetns();
    ContainerSysctls.check(netns, args.ifName(), tuning.sysctls());
    Link link =
        netns
            .links()
            .find(args.ifName())
            .orElseThrow(() -> new CniException("Cannot find container link " + args.ifName()));
    List<String> wrong = LinkBackup.wanted(tuning).differences(link, tuning.promiscuous());
    if (!wrong.isEmpty()) {
      throw new CniException("Error: Tuning " + wrong.getFirst());
    }
  }
}
