package dev.cnilab.cluster.kubelet.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cri.message.ContainerConfig.Access;
import dev.cnilab.cluster.cri.message.ContainerConfig.Mount;
import dev.cnilab.cluster.kubelet.environment.Expansion;
import dev.cnilab.cluster.kubelet.environment.HostsFile;
import dev.cnilab.cluster.kubelet.environment.PodHostname;
import dev.cnilab.cluster.kubelet.image.Images;
import dev.cnilab.cluster.kubelet.image.StartFailure;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.NodeContext;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.volume.Volumes;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A container's mounts: its volumes, the hosts file and the termination message. */
public final class ContainerMounts {
  /**
   * The permissions that a subPath directory inherits from its volume, so that the same users may
   * write.
   */
  private static final int AS_VOLUME = 02777;

  /** The permissions if there is no such directory yet. */
  private static final int ALONE = 0755;

  private static final String HOSTS = "/etc/hosts";

  private final Volumes volumes;
  private final MountNamespace files;
  private final NodeContext node;
  private final Images images;

  public ContainerMounts(Volumes volumes, MountNamespace files, NodeContext node, Images images) {
    this.images = images;
    this.volumes = volumes;
    this.files = files;
    this.node = node;
  }

  List<Mount> of(
      Pod pod,
      ContainerSpec container,
      List<String> podIps,
      int restarts,
      Map<String, String> variables)
      throws StartFailure {
    List<Mount> mounts = new ArrayList<>();
    try {
      for (JsonNode mount : container.spec().path("volumeMounts")) {
        mounts.add(mount(pod, container, mount, variables));
      }
      if (mounts.stream().noneMatch(mount -> mount.containerPath().equals(HOSTS))) {
        boolean fixed = container.spec().at("/securityContext/readOnlyRootFilesystem").asBoolean();
        Access access = fixed ? Access.READ_ONLY : Access.READ_WRITE;
        mounts.add(new Mount(HOSTS, hostsFile(pod, podIps), access));
      }
      String message = messageFile(pod, container, restarts);
      mounts.add(new Mount(messagePath(container), message, Access.READ_WRITE));
    } catch (IOException failed) {
      throw new StartFailure("CreateContainerConfigError", String.valueOf(failed.getMessage()));
    }
    return mounts;
  }

  /** The path of its termination message inside the container. */
  static String messagePath(ContainerSpec container) {
    String path = container.text("/terminationMessagePath");
    return path.isEmpty() ? "/dev/termination-log" : path;
  }

  private Mount mount(
      Pod pod, ContainerSpec container, JsonNode mount, Map<String, String> variables)
      throws IOException, StartFailure {
    String volume = mount.path("name").asText();
    Optional<JsonNode> image = volumes.image(pod, volume);
    if (image.isPresent()) {
      String id =
          images.ensure(
              pod,
              container,
              image.get().path("reference").asText(),
              image.get().path("pullPolicy").asText());
      return new Mount(mount.path("mountPath").asText(), "", Access.READ_ONLY, id);
    }
    String path =
        volumes
            .path(pod, volume)
            .orElseThrow(
                () ->
                    new StartFailure(
                        "CreateContainerConfigError",
                        "cannot find volume \"" + volume + "\" to mount into container"));
    String subPath =
        mount.has("subPathExpr")
            ? Expansion.expand(mount.path("subPathExpr").asText(), name -> known(name, variables))
            : mount.path("subPath").asText("");
    requireInside(subPath);
    if (!subPath.isEmpty()) {
      int permissions = files.find(path).map(FileStatus::permissions).orElse(ALONE) & AS_VOLUME;
      path = path + "/" + subPath;
      if (!files.exists(path)) {
        files.createDirectories(path, permissions);
      }
    }
    boolean whole =
        mount.path("recursiveReadOnly").asText("Disabled").matches("IfPossible|Enabled");
    Access access =
        !mount.path("readOnly").asBoolean() && !volumes.isReadOnly(pod, volume)
            ? Access.READ_WRITE
            : whole ? Access.RECURSIVELY_READ_ONLY : Access.READ_ONLY;
    return new Mount(mount.path("mountPath").asText(), path, access);
  }

  private static String known(String name, Map<String, String> variables) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalArgumentException("missing value for \"" + name + "\"");
    }
    return value;
  }

  /** A path with an expanded variable may lead out of the volume. */
  private static void requireInside(String subPath) {
    if (subPath.startsWith("/")) {
      throw new IllegalArgumentException(
          "error SubPath `" + subPath + "` must not be an absolute path");
    }
    if (List.of(subPath.split("/")).contains("..")) {
      throw new IllegalArgumentException(
          "unable to provision SubPath `" + subPath + "`: must not contain '..'");
    }
  }

  private String hostsFile(Pod pod, List<String> podIps) throws IOException {
    String path = directory(pod) + "/etc-hosts";
    String text =
        pod.isHostNetwork()
            ? HostsFile.ofHostNetwork(pod, files.readText(HOSTS))
            : HostsFile.of(pod, podIps, PodHostname.of(pod, node.clusterDomain()));
    files.createDirectories(directory(pod));
    files.write(path, text);
    return path;
  }

  private String messageFile(Pod pod, ContainerSpec container, int restarts) throws IOException {
    String directory = directory(pod) + "/containers/" + container.name();
    files.createDirectories(directory);
    String path = directory + "/" + restarts;
    files.write(path, "");
    files.setPermissions(path, 0666);
    return path;
  }

  private static String directory(Pod pod) {
    return "/var/lib/kubelet/pods/" + pod.uid();
  }
}
