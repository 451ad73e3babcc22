package dev.cnilab.cluster.controlplane;

import dev.cnilab.cluster.apiserver.ApiServer;
import dev.cnilab.cluster.apiserver.http.WireApi;
import dev.cnilab.cluster.client.connection.ApiService;
import dev.cnilab.cluster.controlplane.etcd.Etcd;
import dev.cnilab.cluster.controlplane.etcd.EtcdService;
import dev.cnilab.cluster.image.ImageConfig;
import dev.cnilab.cluster.image.ImageDefinition;
import dev.cnilab.cluster.line.Handover;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Executables;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The images of the control plane's static pods. */
public final class ControlPlaneImages {
  private static final Pattern KUBERNETES = Pattern.compile("v1\\.\\d+\\.\\d+");

  private ControlPlaneImages() {}

  public static List<ImageDefinition> definitions() {
    return List.of(
        image("etcd", Pattern.compile("3\\.\\d+\\.\\d+-\\d+"), 22_871_747),
        image("kube-apiserver", KUBERNETES, 27_061_991),
        image("kube-controller-manager", KUBERNETES, 22_819_474),
        image("kube-scheduler", KUBERNETES, 17_385_568));
  }

  /** The programs that need nothing of the cluster but the API. */
  public static Map<String, EventProgram> programs(
      WireApi api, ApiServer server, Handover<ApiService> handover, List<MaintainedObject> upkeep) {
    Handover<EtcdService> etcd = Handover.of(EtcdService.class);
    return Map.of(
        "etcd",
        new Etcd(etcd),
        "kube-apiserver",
        new ApiServerProgram(api, server, handover, etcd, upkeep));
  }

  private static ImageDefinition image(String name, Pattern tags, long size) {
    return new ImageDefinition(
        List.of(name),
        tags,
        size,
        ImageConfig.entrypoint("/usr/local/bin/" + name),
        (root, tag) -> unpack(root, name));
  }

  private static void unpack(MountNamespace root, String name) throws IOException {
    for (String directory : List.of("/usr/local/bin", "/etc", "/tmp")) {
      root.createDirectories(directory);
    }
    Executables.write(root, "/usr/local/bin/" + name, name);
  }
}
