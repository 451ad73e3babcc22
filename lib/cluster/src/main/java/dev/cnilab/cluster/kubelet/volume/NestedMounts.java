package dev.cnilab.cluster.kubelet.volume;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Mounts at places inside of a volume. A runtime cannot make their directories in a volume that is
 * read-only, so the kubelet makes them, as {@code MakeNestedMountpoints} of {@code pkg/volume/util}
 * does.
 */
final class NestedMounts {
  private NestedMounts() {}

  /** The directories that containers need in a volume for other mounts, relative to it. */
  static Set<String> in(Volume volume) {
    Set<String> directories = new LinkedHashSet<>();
    for (ContainerSpec container : volume.pod().everyContainer()) {
      JsonNode mounts = container.spec().path("volumeMounts");
      for (JsonNode mount : mounts) {
        if (mount.path("name").asText().equals(volume.name())) {
          outermost(path(mount), mounts).forEach(path -> directories.add(path.toString()));
        }
      }
    }
    return directories;
  }

  /** Of mounts inside of each other only the outermost: the others lie in its volume. */
  private static Set<Path> outermost(Path volume, JsonNode mounts) {
    List<Path> inside =
        StreamSupport.stream(mounts.spliterator(), false)
            .map(NestedMounts::path)
            .filter(path -> path.startsWith(volume) && !path.equals(volume))
            .sorted()
            .toList();
    Set<Path> outermost = new LinkedHashSet<>();
    for (Path path : inside) {
      Path relative = volume.relativize(path);
      if (outermost.stream().noneMatch(relative::startsWith)) {
        outermost.add(relative);
      }
    }
    return outermost;
  }

  private static Path path(JsonNode mount) {
    return Path.of(mount.path("mountPath").asText()).normalize();
  }
}
