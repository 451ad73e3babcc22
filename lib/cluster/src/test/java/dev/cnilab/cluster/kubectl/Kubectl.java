package dev.cnilab.cluster.kubectl;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One run of the machine's own kubectl. */
public record Kubectl(int exit, String out, String err) {
  private static final int PATIENCE = 60;

  /** Whether there is a kubectl to run. */
  public static boolean isInstalled() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
  }

  public static Kubectl run(Path kubeconfig, String input, String... arguments) {
    try {
      Process process = start(kubeconfig, arguments);
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      CompletableFuture<String> out = reading(process.getInputStream());
      CompletableFuture<String> err = reading(process.getErrorStream());
      if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
        process.destroy();
        throw new AssertionError(
            "kubectl " + List.of(arguments) + " has not ended after " + PATIENCE + " s");
      }
      return new Kubectl(process.exitValue(), out.join(), err.join());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  public static Process start(Path kubeconfig, String... arguments) {
    List<String> command = new ArrayList<>(List.of("kubectl"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().put("KUBECACHEDIR", kubeconfig + "-cache");
    try {
      return builder.start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The output of a run that must have succeeded. */
  public String succeeded() {
    if (exit != 0) {
      throw new AssertionError("kubectl exited with " + exit + ": " + err);
    }
    return out;
  }

  /**
   * On a thread of its own: a virtual thread that reads a pipe may keep a carrier from the
   * cluster's tasks.
   */
  private static CompletableFuture<String> reading(InputStream in) {
    return CompletableFuture.supplyAsync(
        () -> text(in), reader -> Thread.ofPlatform().daemon().start(reader));
  }

  private static String text(InputStream in) {
    try {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
