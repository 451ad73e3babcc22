package dev.cnilab.userland.process;

import dev.cnilab.userland.cgroup.Cgroup;
import dev.cnilab.userland.file.open.OpenFile;
import dev.cnilab.userland.privilege.Credentials;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The description of a process to start. Omitted parts are inherited from the parent.
 *
 * @param arguments argv; [0] names the executable, looked up in PATH if it has no slash
 * @param executable its path if argv[0] is not to be looked up
 * @param cgroup its control group
 * @param descriptors by number; the new process becomes one more holder of each
 * @param body runs in place of the executable: a fork without an exec
 */
public record ProcessSpec(
    List<String> arguments,
    Optional<String> executable,
    Optional<Map<String, String>> environment,
    Optional<String> workingDirectory,
    Optional<Namespaces> namespaces,
    Optional<Credentials> credentials,
    Optional<Cgroup> cgroup,
    Map<Integer, OpenFile> descriptors,
    Optional<Program> body) {

  /** A command with these arguments, where [0] is its name or path. */
  public static ProcessSpec of(String... arguments) {
    return of(List.of(arguments));
  }

  /** A command with these arguments, where [0] is its name or path. */
  public static ProcessSpec of(List<String> arguments) {
    return new ProcessSpec(
        arguments,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty());
  }

  /** Sets the path of the executable, independent of argv[0]. */
  public ProcessSpec executable(String path) {
    return new ProcessSpec(
        arguments,
        Optional.of(path),
        environment,
        workingDirectory,
        namespaces,
        credentials,
        cgroup,
        descriptors,
        body);
  }

  public ProcessSpec environment(Map<String, String> all) {
    return new ProcessSpec(
        arguments,
        executable,
        Optional.of(all),
        workingDirectory,
        namespaces,
        credentials,
        cgroup,
        descriptors,
        body);
  }

  public ProcessSpec workingDirectory(String path) {
    return new ProcessSpec(
        arguments,
        executable,
        environment,
        Optional.of(path),
        namespaces,
        credentials,
        cgroup,
        descriptors,
        body);
  }

  public ProcessSpec namespaces(Namespaces all) {
    return new ProcessSpec(
        arguments,
        executable,
        environment,
        workingDirectory,
        Optional.of(all),
        credentials,
        cgroup,
        descriptors,
        body);
  }

  /** Sets its identity and privileges. */
  public ProcessSpec credentials(Credentials other) {
    return new ProcessSpec(
        arguments,
        executable,
        environment,
        workingDirectory,
        namespaces,
        Optional.of(other),
        cgroup,
        descriptors,
        body);
  }

  /** Sets the control group of the process and its children. */
  public ProcessSpec cgroup(Cgroup group) {
    return new ProcessSpec(
        arguments,
        executable,
        environment,
        workingDirectory,
        namespaces,
        credentials,
        Optional.of(group),
        descriptors,
        body);
  }

  /** Sets a file descriptor: 0 is standard input, 1 output, 2 error. */
  public ProcessSpec descriptor(int number, OpenFile file) {
    Map<Integer, OpenFile> more = new TreeMap<>(descriptors);
    more.put(number, file);
    return new ProcessSpec(
        arguments,
        executable,
        environment,
        workingDirectory,
        namespaces,
        credentials,
        cgroup,
        more,
        body);
  }

  public ProcessSpec body(Program program) {
    return new ProcessSpec(
        arguments,
        executable,
        environment,
        workingDirectory,
        namespaces,
        credentials,
        cgroup,
        descriptors,
        Optional.of(program));
  }
}
