package dev.cnilab.cluster.cni.invoke;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.cni.json.GoType;
import dev.cnilab.cluster.cri.Deadline;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.loop.WaitQueue;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.open.Pipe;
import dev.cnilab.userland.file.open.Sink;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.Signal;
import dev.cnilab.userland.stream.FirstBytes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs plugins as children of a process: {@code invoke.RawExec}. The standard error of a plugin
 * that succeeds goes to that of the parent.
 */
public final class ProcessExec implements PluginExec {
  /** No result is longer; a plugin that never stops printing must not fill the memory. */
  private static final int MOST_OUTPUT = 1024 * 1024;

  private final Supplier<Process> parents;
  private @Nullable Process parent;
  private Deadline end = Deadline.never();

  /**
   * Runs plugins as children of a process.
   *
   * @param parent supplies the process, which may differ each time
   */
  public ProcessExec(Supplier<Process> parent) {
    this.parents = parent;
  }

  @Override
  public String find(String type, List<String> path) throws CniException {
    if (type.isEmpty()) {
      throw new CniException("no plugin name provided");
    }
    if (type.contains("/")) {
      throw new CniException("invalid plugin name: " + type);
    }
    Process parent = parents.get();
    for (String directory : path) {
      String candidate = directory + "/" + type;
      if (parent.files().find(candidate).filter(FileStatus::isRegular).isPresent()) {
        return candidate;
      }
    }
    throw new CniException(
        "failed to find plugin %s in path [%s]"
            .formatted(GoText.quote(type), String.join(" ", path)));
  }

  @Override
  public byte[] run(String plugin, byte[] stdin, Map<String, String> environment, Deadline deadline)
      throws CniException {
    FirstBytes out = new FirstBytes(MOST_OUTPUT);
    FirstBytes err = new FirstBytes(MOST_OUTPUT);
    Process parent = parents.get();
    String failure = failure(parent, plugin, stdin, environment, deadline, out, err);
    if (!failure.isEmpty()) {
      throw refusal(failure, out, err);
    }
    if (!err.isEmpty()) {
      parent.err().write(err.bytes());
    }
    return out.bytes();
  }

  /** The end of a parent: as long as it runs, it is told once, not for each plugin. */
  private Deadline end(Process of) {
    if (of != parent) {
      Deadline fresh = new Deadline();
      of.onExit(status -> fresh.pass());
      parent = of;
      end = fresh;
    }
    return end;
  }

  /**
   * Runs the plugin; returns the message of Go's {@code exec.Cmd.Run}, empty if it succeeded.
   *
   * @throws CallerGone as soon as the parent has ended, which the plugin may outlive
   */
  private String failure(
      Process parent,
      String plugin,
      byte[] stdin,
      Map<String, String> environment,
      Deadline deadline,
      FirstBytes out,
      FirstBytes err) {
    Map<String, String> all = new TreeMap<>(parent.environment());
    all.putAll(environment);
    Pipe input = new Pipe(parent.loop());
    input.feed(stdin);
    input.writer().close();
    WaitQueue changed = new WaitQueue(parent.loop());
    HeldOpen held = new HeldOpen(changed);
    Sink outEnd = held.sink(out);
    Sink errEnd = held.sink(err);
    Process child;
    try {
      child =
          parent.start(
              ProcessSpec.of(plugin)
                  .environment(all)
                  .descriptor(0, input.reader())
                  .descriptor(1, outEnd)
                  .descriptor(2, errEnd));
    } catch (FileException notExecutable) {
      return GoText.pathError("fork/exec", plugin, notExecutable);
    } finally {
      input.reader().close();
      outEnd.close();
      errEnd.close();
    }
    Runnable inTime = deadline.onPassed(() -> child.kill(Signal.KILL));
    Runnable ofParent = end(parent).onPassed(changed::wakeAll);
    child.onExit(status -> changed.wakeAll());
    try {
      while (parent.isAlive() && (child.isAlive() || held.isHeld())) {
        changed.await();
      }
    } finally {
      inTime.run();
      ofParent.run();
    }
    if (!parent.isAlive()) {
      throw new CallerGone(plugin);
    }
    return child
        .endedBy()
        .map(signal -> "signal: " + signal.text().toLowerCase(Locale.ROOT))
        .orElse(child.status() == 0 ? "" : "exit status " + child.status());
  }

  /**
   * The ends of output that a process may still write to: Go waits for them, even after the child
   * has ended, as long as one of its own children holds them.
   */
  private static final class HeldOpen {
    private final WaitQueue changed;
    private int open;

    HeldOpen(WaitQueue changed) {
      this.changed = changed;
    }

    Sink sink(FirstBytes output) {
      open++;
      return new Sink(output, this::closed);
    }

    private void closed() {
      open--;
      changed.wakeAll();
    }

    boolean isHeld() {
      return open > 0;
    }
  }

  /**
   * The error that a failed plugin printed on its standard output, or otherwise a description of
   * the failure.
   */
  private static CniException refusal(String failure, FirstBytes out, FirstBytes err) {
    String stderr = err.text();
    if (out.isEmpty()) {
      return new CniException(
          stderr.isEmpty()
              ? "netplugin failed with no error message: " + failure
              : "netplugin failed: " + GoText.quote(stderr) + ": " + failure);
    }
    try {
      JsonNode error = GoJson.parse(out.bytes());
      if (!error.isObject() && !error.isNull()) {
        throw new GoJsonException(
            "json: cannot unmarshal %s into Go value of type types.Error"
                .formatted(GoType.jsonKind(error)));
      }
      return new CniException(
          error.path("code").asInt(0),
          error.path("msg").asText(""),
          error.path("details").asText(""));
    } catch (GoJsonException notAnError) {
      return new CniException(
          "netplugin failed but error parsing its diagnostic message %s: %s"
              .formatted(GoText.quote(out.text()), notAnError.getMessage()));
    }
  }
}
