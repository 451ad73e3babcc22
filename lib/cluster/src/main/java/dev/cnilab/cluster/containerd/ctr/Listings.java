package dev.cnilab.cluster.containerd.ctr;

import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.cri.message.Image;
import dev.cnilab.cluster.cri.message.PodSandboxStatus;
import dev.cnilab.cluster.goflag.GoFlagSet.Given;
import dev.cnilab.cluster.log.GoTable;
import dev.cnilab.userland.process.Process;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The output of {@code ls} for containers, tasks, images, namespaces and sandboxes. Everything
 * belongs to the kubelet, and thus to the namespace {@value #KUBERNETES}.
 */
record Listings(CriRuntime runtime) {
  static final String KUBERNETES = "k8s.io";

  private static final String RUNC = "io.containerd.runc.v2";
  private static final String PAUSE = "registry.k8s.io/pause:";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String MANAGED = "io.cri-containerd.image=managed";
  private static final String PINNED = ",io.cri-containerd.pinned=pinned";
  private static final DateTimeFormatter CREATED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSSSS '+0000 UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  void containers(Process process, Given given, String namespace) {
    GoTable table = wide();
    table.add("CONTAINER\tIMAGE\tRUNTIME\t");
    SortedMap<String, String> images = new TreeMap<>();
    if (namespace.equals(KUBERNETES)) {
      String pause = pauseImage();
      runtime.listPodSandbox().forEach(each -> images.put(each.id(), pause));
      runtime.listContainers().forEach(each -> images.put(each.id(), each.image()));
    }
    images.forEach((id, image) -> table.add(id + "\t" + image + "\t" + RUNC + "\t"));
    print(process, given, images.keySet(), table);
  }

  /** At least four characters and four spaces, as in most of ctr's tables. */
  private static GoTable wide() {
    return new GoTable(4, 4);
  }

  private String pauseImage() {
    return runtime.images().list().stream()
        .flatMap(image -> image.repoTags().stream())
        .filter(tag -> tag.startsWith(PAUSE))
        .findFirst()
        .orElse("");
  }

  void tasks(Process process, Given given, String namespace) {
    GoTable table = wide();
    table.add("TASK\tPID\tSTATUS\t");
    Map<String, Integer> pids = tasks(namespace);
    pids.forEach((id, pid) -> table.add(id + "\t" + pid + "\tRUNNING"));
    print(process, given, pids.keySet(), table);
  }

  /** The PID of each running container, by the container's ID. */
  SortedMap<String, Integer> tasks(String namespace) {
    SortedMap<String, Integer> pids = new TreeMap<>();
    if (namespace.equals(KUBERNETES)) {
      for (PodSandboxStatus each : runtime.listPodSandbox()) {
        pids.put(each.id(), each.pid());
      }
      for (ContainerStatus each : runtime.listContainers()) {
        pids.put(each.id(), each.pid());
      }
    }
    pids.values().removeIf(pid -> pid == 0);
    return pids;
  }

  void images(Process process, Given given, String namespace) {
    GoTable table = new GoTable(1, 1);
    table.add("REF\tTYPE\tDIGEST\tSIZE\tPLATFORMS\tLABELS\t");
    SortedMap<String, Image> images = new TreeMap<>();
    if (namespace.equals(KUBERNETES)) {
      for (Image image : runtime.images().list()) {
        image.repoTags().forEach(name -> images.put(name, image));
        image.repoDigests().forEach(name -> images.put(name, image));
        images.put(image.id(), image);
      }
    }
    images.forEach((name, image) -> table.add(name + "\t" + columns(image)));
    print(process, given, images.keySet(), table);
  }

  private static String columns(Image image) {
    String digest =
        image.repoDigests().stream()
            .map(name -> name.substring(name.indexOf('@') + 1))
            .findFirst()
            .orElse(image.id());
    boolean pinned = image.repoTags().stream().anyMatch(tag -> tag.startsWith(PAUSE));
    return String.join(
        "\t",
        MANIFEST,
        digest,
        size(image.size()),
        "linux/amd64",
        MANAGED + (pinned ? PINNED : ""),
        "");
  }

  /** One decimal place and a binary unit (progress.Bytes). */
  static String size(long bytes) {
    double size = bytes;
    int unit = 0;
    String[] units = {"B", "KiB", "MiB", "GiB"};
    while (size >= 1024 && unit < units.length - 1) {
      size /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", size, units[unit]);
  }

  void namespaces(Process process, Given given, String namespace) {
    if (given.has("quiet")) {
      process.out().println(KUBERNETES);
      return;
    }
    GoTable table = new GoTable(1, 1);
    table.add("NAME\tLABELS\t");
    table.add(KUBERNETES + "\t\t");
    process.out().print(table);
  }

  void sandboxes(Process process, Given given, String namespace) {
    GoTable table = new GoTable(1, 1);
    table.add("ID\tCREATED\tRUNTIME\t");
    if (namespace.equals(KUBERNETES)) {
      SortedMap<String, Instant> created = new TreeMap<>();
      runtime.listPodSandbox().forEach(each -> created.put(each.id(), each.createdAt()));
      created.forEach((id, at) -> table.add(id + "\t" + CREATED.format(at) + "\t" + RUNC + "\t"));
    }
    process.out().print(table);
  }

  private static void print(Process process, Given given, Iterable<String> names, GoTable table) {
    if (given.has("quiet")) {
      names.forEach(process.out()::println);
    } else {
      process.out().print(table);
    }
  }
}
