package dev.cnilab.cluster.image;

import dev.cnilab.userland.distribution.Distribution;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.ProgramRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Agents of networks that are not modelled. Their images exist, with the usual shell tools, so that
 * their manifests get as far as starting the agents, which report by name that they are not
 * modelled.
 */
public final class AbsentImages {
  private static final Pattern TAGS = Pattern.compile("[\\w][\\w.-]*");
  private static final long SIZE = 40_000_000;

  /** Its Dockerfile's; the manifest demands that it is not root. */
  private static final long TYPHA_USER = 999;

  private AbsentImages() {}

  public static List<ImageDefinition> definitions() {
    return List.of(
        image(
            List.of("kindest/kindnetd", "networking/kindnet", "kindnetd", "kindnet"),
            "/bin/kindnetd",
            "/opt/cni/bin/cni-kindnet"),
        image(List.of("cloudnativelabs/kube-router", "kube-router"), "/usr/local/bin/kube-router"),
        image(
            List.of("k8snetworkplumbingwg/multus-cni", "nfvpe/multus", "multus-cni"),
            "/thin_entrypoint",
            "/install_multus",
            "/entrypoint.sh",
            "/usr/src/multus-cni/bin/multus-daemon",
            "/usr/src/multus-cni/bin/multus",
            "/usr/src/multus-cni/bin/multus-shim"),
        image(List.of("calico/typha"), TYPHA_USER, "/usr/bin/calico-typha", "/code/calico-typha"),
        image(List.of("cilium/cilium-envoy", "cilium-envoy"), "/usr/bin/cilium-envoy-starter"),
        image(
            List.of("antrea/antrea-agent-ubuntu", "antrea/antrea-ubuntu"),
            "/usr/local/bin/antrea-agent",
            "/usr/bin/install_cni"),
        image(List.of("antrea/antrea-controller-ubuntu"), "/usr/local/bin/antrea-controller"));
  }

  /** Registers the one program that stands for all of them. */
  public static void register(ProgramRegistry programs) {
    programs.add(NotModelled.PROGRAM, new NotModelled());
  }

  private static ImageDefinition image(List<String> names, String... programs) {
    return image(names, 0, programs);
  }

  /** The first program is the image's command. */
  private static ImageDefinition image(List<String> names, long user, String... programs) {
    return new ImageDefinition(
        names,
        TAGS,
        SIZE,
        ImageConfig.command(programs[0]).withUser(user),
        (root, tag) -> {
          Distribution.DEBIAN_IMAGE.unpack(root);
          for (String path : Arrays.asList(programs)) {
            root.createDirectories(
                path.lastIndexOf('/') == 0 ? "/" : path.substring(0, path.lastIndexOf('/')));
            Executables.write(root, path, NotModelled.PROGRAM);
          }
        });
  }
}
