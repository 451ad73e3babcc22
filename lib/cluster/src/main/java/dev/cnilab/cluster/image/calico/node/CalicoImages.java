package dev.cnilab.cluster.image.calico.node;

import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.image.ImageConfig;
import dev.cnilab.cluster.image.ImageDefinition;
import dev.cnilab.cluster.image.calico.bgp.Birdcl;
import dev.cnilab.cluster.image.calico.cni.CalicoPlugins;
import dev.cnilab.cluster.image.calico.ipam.ControllersProgram;
import dev.cnilab.userland.distribution.Distribution;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.ProgramRegistry;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Calico's images: those of older releases, and the combined one that newer manifests use for
 * almost everything.
 */
public final class CalicoImages {
  private static final Pattern TAGS =
      Pattern.compile("latest|master|release-v\\d+\\.\\d+|v\\d+\\.\\d+(\\.\\d+)?(-.+)?");
  private static final String COMMAND = "calico";
  private static final String NODE = "calico-node-start";
  private static final String INSTALL = "calico-cni-install";
  private static final String CONTROLLERS = "calico-kube-controllers";
  private static final String BIRDCL = "calico-birdcl";
  private static final String DONE = "calico-done";

  /**
   * The user of images that need not run as root; the executables that write to the node are
   * setuid.
   */
  private static final long USER = 10_001;

  private CalicoImages() {}

  public static List<ImageDefinition> definitions() {
    return List.of(
        new ImageDefinition(
            List.of("calico/calico"),
            TAGS,
            98_560_211,
            ImageConfig.entrypoint("/usr/bin/calico").withUser(USER),
            (root, tag) -> calico(root)),
        new ImageDefinition(
            List.of("calico/node"),
            TAGS,
            159_838_426,
            ImageConfig.command("start_runit"),
            (root, tag) -> {
              calico(root);
              put(root, "/usr/sbin/start_runit", NODE);
              put(root, "/bin/calico-node", COMMAND);
              put(root, "/usr/bin/birdcl", BIRDCL);
            }),
        new ImageDefinition(
            List.of("calico/cni"),
            TAGS,
            71_994_812,
            ImageConfig.command("/opt/cni/bin/install"),
            (root, tag) -> {
              Distribution.BUSYBOX.unpack(root);
              put(root, "/opt/cni/bin/install", INSTALL);
              put(root, "/opt/cni/bin/calico-ipam", DONE);
            }),
        new ImageDefinition(
            List.of("calico/kube-controllers"),
            TAGS,
            53_371_402,
            ImageConfig.entrypoint("/usr/bin/kube-controllers").withUser(USER),
            (root, tag) -> {
              Distribution.BUSYBOX.unpack(root);
              put(root, "/usr/bin/kube-controllers", CONTROLLERS);
              put(root, "/usr/bin/check-status", DONE);
            }));
  }

  /** Registers the programs of the images, including the plugins. */
  public static void register(ProgramRegistry programs, ApiClients clients) {
    CalicoPlugins.register(programs, clients);
    Program controllers = new ControllersProgram(clients);
    programs
        .add(COMMAND, new CalicoCommand(clients, controllers))
        .add(NODE, new CalicoNode(clients))
        .add(INSTALL, new CniInstall(clients))
        .add(CONTROLLERS, controllers)
        .add(BIRDCL, new Birdcl())
        .add(DONE, process -> 0);
  }

  private static void calico(MountNamespace root) throws IOException {
    Distribution.DEBIAN_IMAGE.unpack(root);
    put(root, "/usr/bin/calico", COMMAND);
    root.setPermissions("/usr/bin/calico", 04755);
    put(root, "/usr/bin/calico-ipam", DONE);
  }

  private static void put(MountNamespace root, String path, String program) throws IOException {
    root.createDirectories(path.substring(0, path.lastIndexOf('/')));
    Executables.write(root, path, program);
  }
}
