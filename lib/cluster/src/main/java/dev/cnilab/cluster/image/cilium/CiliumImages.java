package dev.cnilab.cluster.image.cilium;

import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.cni.plugin.call.PluginProgram;
import dev.cnilab.cluster.image.ImageConfig;
import dev.cnilab.cluster.image.ImageDefinition;
import dev.cnilab.cluster.image.cilium.endpoint.CiliumPlugin;
import dev.cnilab.cluster.image.cilium.endpoint.InstallPlugin;
import dev.cnilab.userland.distribution.Distribution;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.ProgramRegistry;
import java.util.List;
import java.util.regex.Pattern;

/** The images of Cilium's agent and operator. */
public final class CiliumImages {
  private static final Pattern TAGS = Pattern.compile("latest|stable|v\\d+\\.\\d+\\.\\d+");

  private CiliumImages() {}

  public static List<ImageDefinition> definitions() {
    return List.of(
        new ImageDefinition(
            List.of("cilium/cilium", "cilium"),
            TAGS,
            253_000_000,
            ImageConfig.command("/usr/bin/cilium-agent"),
            (root, tag) -> {
              Distribution.DEBIAN_IMAGE.unpack(root);
              Executables.write(root, "/usr/bin/cilium-agent", "cilium-agent");
              Executables.write(root, "/install-plugin.sh", "cilium-install-plugin");
              Executables.write(root, "/usr/bin/cilium-dbg", "cilium-dbg");
            }),
        new ImageDefinition(
            List.of("cilium/operator-generic", "operator-generic"),
            TAGS,
            37_000_000,
            ImageConfig.command("/usr/bin/cilium-operator-generic"),
            (root, tag) -> {
              root.createDirectories("/usr/bin");
              Executables.write(root, "/usr/bin/cilium-operator-generic", "cilium-operator");
              Executables.write(root, "/usr/bin/cilium-operator", "cilium-operator");
            }));
  }

  /** Registers the programs of the images. */
  public static void register(ProgramRegistry programs, ApiClients clients) {
    programs
        .add("cilium-agent", new CiliumAgent(clients))
        .add("cilium-operator", new CiliumOperator(clients))
        .add("cilium-dbg", new CiliumDbg())
        .add("cilium-install-plugin", new InstallPlugin())
        .add(CiliumPlugin.PROGRAM, new PluginProgram(new CiliumPlugin()));
  }
}
