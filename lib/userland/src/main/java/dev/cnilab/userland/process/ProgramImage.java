package dev.cnilab.userland.process;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/** What a process executes: its program's file, arguments and environment; execve(2). */
public final class ProgramImage {
  private List<String> arguments;
  private TreePMap<String, String> environment;
  private String executable;

  /** Creates the image of a new process, which has its parent's until a program is loaded. */
  ProgramImage(ProcessSpec spec, @Nullable Process parent) {
    this.arguments = List.copyOf(spec.arguments());
    this.environment =
        spec.environment()
            .map(ProgramImage::shared)
            .orElseGet(() -> parent == null ? TreePMap.empty() : parent.environment());
    this.executable = parent == null ? "" : parent.image().executable;
  }

  /** Takes a loaded program; one that is in no file leaves the path as it was. */
  void load(LoadedExecutable loaded) {
    arguments = loaded.arguments();
    executable = loaded.executable().isEmpty() ? executable : loaded.executable();
  }

  /** Takes a program that replaces the present one. */
  void replace(LoadedExecutable loaded, Map<String, String> newEnvironment) {
    arguments = loaded.arguments();
    executable = loaded.executable();
    environment = shared(newEnvironment);
  }

  /** argv, where [0] is the name it was called by. */
  List<String> arguments() {
    return arguments;
  }

  /** Drops argv[0], for an executable with several programs. */
  public void dropFirstArgument() {
    arguments = arguments.subList(1, arguments.size());
  }

  /** The last component of argv[0]; empty without arguments. */
  String name() {
    String path = arguments.isEmpty() ? "" : arguments.getFirst();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The path of the program without symlinks; empty if that is in no file. */
  String executable() {
    return executable;
  }

  /** The environment, sorted by name. */
  TreePMap<String, String> environment() {
    return environment;
  }

  /** A map made from another process's environment stays as it is, since it shares its memory. */
  private static TreePMap<String, String> shared(Map<String, String> variables) {
    return variables instanceof TreePMap<String, String> made ? made : TreePMap.from(variables);
  }
}
