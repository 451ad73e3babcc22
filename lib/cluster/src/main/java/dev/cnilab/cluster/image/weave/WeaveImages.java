package dev.cnilab.cluster.image.weave;

import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.cni.plugin.call.PluginProgram;
import dev.cnilab.cluster.image.ImageConfig;
import dev.cnilab.cluster.image.ImageDefinition;
import dev.cnilab.cluster.image.weave.npc.WeaveNpc;
import dev.cnilab.cluster.image.weave.plugin.WeaveIpam;
import dev.cnilab.cluster.image.weave.plugin.WeavePlugin;
import dev.cnilab.userland.distribution.Distribution;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.ProgramRegistry;
import java.util.List;
import java.util.regex.Pattern;

/** The images of weave's DaemonSet. */
public final class WeaveImages {
  private static final Pattern TAGS = Pattern.compile("latest|\\d+\\.\\d+\\.\\d+");

  private WeaveImages() {}

  public static List<ImageDefinition> definitions() {
    return List.of(
        new ImageDefinition(
            List.of("weaveworks/weave-kube", "rajch/weave-kube", "weave-kube"),
            TAGS,
            37_170_000,
            ImageConfig.entrypoint("/home/weave/launch.sh"),
            (root, tag) -> {
              Distribution.DEBIAN_IMAGE.unpack(root);
              root.createDirectories("/home/weave");
              Executables.write(root, "/home/weave/init.sh", "weave-init");
              Executables.write(root, "/home/weave/launch.sh", "weaver");
            }),
        new ImageDefinition(
            List.of("weaveworks/weave-npc", "rajch/weave-npc", "weave-npc"),
            TAGS,
            16_350_000,
            ImageConfig.entrypoint("/usr/bin/launch.sh"),
            (root, tag) -> {
              Distribution.DEBIAN_IMAGE.unpack(root);
              Executables.write(root, "/usr/bin/launch.sh", "weave-npc");
            }));
  }

  /** Registers the programs of the images. */
  public static void register(ProgramRegistry programs, ApiClients clients) {
    programs
        .add("weave-init", new WeaveInit())
        .add("weaver", new Weaver(clients))
        .add("weave-npc", new WeaveNpc(clients))
        .add(WeavePlugin.PROGRAM, new PluginProgram(new WeavePlugin()))
        .add(WeaveIpam.PROGRAM, new PluginProgram(new WeaveIpam()));
  }
}
