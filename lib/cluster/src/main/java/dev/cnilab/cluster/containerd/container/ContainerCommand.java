package dev.cnilab.cluster.containerd.container;

import dev.cnilab.cluster.cri.message.ContainerConfig;
import dev.cnilab.cluster.image.ImageConfig;
import dev.cnilab.userland.coreutils.file.Users;
import dev.cnilab.userland.privilege.Credentials;
import dev.cnilab.userland.process.ProcessSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pcollections.TreePMap;

/** How processes of a container are started: with the image's values where the pod has none. */
record ContainerCommand(Container container) {
  /** The main process's arguments; none if neither the pod nor the image has a command. */
  static List<String> arguments(ImageConfig image, ContainerConfig config) {
    boolean own = !config.command().isEmpty();
    List<String> arguments = new ArrayList<>(own ? config.command() : image.entrypoint());
    arguments.addAll(own || !config.args().isEmpty() ? config.args() : image.command());
    return arguments;
  }

  private ImageConfig image() {
    return container.image().definition().config();
  }

  /** The main process. */
  ProcessSpec main() {
    return of(arguments(image(), container.config()));
  }

  /** Any process. */
  ProcessSpec of(List<String> arguments) {
    Credentials who = ContainerPrivileges.of(container.config(), image());
    return ProcessSpec.of(arguments)
        .environment(environment(who))
        .workingDirectory(workingDirectory())
        .credentials(who)
        .namespaces(container.namespaces())
        .cgroup(container.cgroup());
  }

  String workingDirectory() {
    String asked = container.config().workingDir();
    return asked.isEmpty() ? image().workingDirectory() : asked;
  }

  /** As in runc, which looks the user's home up in the container unless HOME is set. */
  private TreePMap<String, String> environment(Credentials who) {
    Map<String, String> defaults = new TreeMap<>(image().environment());
    defaults.put("HOSTNAME", container.sandbox().uts().hostname());
    if (container.config().terminal().tty() == ContainerConfig.Tty.ALLOCATED) {
      defaults.put("TERM", "xterm");
    }
    TreePMap<String, String> given = container.config().envs();
    if (!given.containsKey("HOME")) {
      defaults.computeIfAbsent(
          "HOME", home -> new Users(container.namespaces().mount()).home(who.user()));
    }
    defaults.keySet().removeIf(given::containsKey);
    return given.plusAll(defaults);
  }
}
