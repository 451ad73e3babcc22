package dev.cnilab.cluster.conformance.transcript;

import dev.cnilab.cluster.Cluster;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.stream.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Where commands are typed: the machine's own shell with kubectl, or a node's.
 *
 * @param kubeconfig of the cluster
 */
record Terminal(Cluster cluster, Path kubeconfig) {
  private static final int PATIENCE = 120;

  /** Runs a command and returns both streams of its output, and its status if it failed. */
  String type(String node, String command) throws IOException, InterruptedException {
    return node.isEmpty() ? here(command) : onNode(node, command);
  }

  private String here(String command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", command);
    builder.redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().put("KUBECACHEDIR", kubeconfig + "-cache");
    Process process = builder.start();
    process.getOutputStream().close();
    CompletableFuture<byte[]> output =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return process.getInputStream().readAllBytes();
              } catch (IOException broken) {
                return broken.toString().getBytes(StandardCharsets.UTF_8);
              }
            },
            Thread::startVirtualThread);
    if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      return "[has not ended after " + PATIENCE + " s]";
    }
    return answer(new String(output.join(), StandardCharsets.UTF_8), process.exitValue());
  }

  private String onNode(String node, String command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Sink sink = new Sink(out::writeBytes, () -> {});
    CompletableFuture<Integer> status = new CompletableFuture<>();
    cluster
        .loop()
        .call(
            () -> {
              cluster
                  .node(node)
                  .orElseThrow()
                  .machine()
                  .start(
                      ProcessSpec.of("/bin/sh", "-c", command)
                          .descriptor(0, Sink.discarding())
                          .descriptor(1, sink)
                          .descriptor(2, sink))
                  .onExit(status::complete);
              return true;
            });
    int exit = status.join();
    return answer(out.toString(StandardCharsets.UTF_8), exit);
  }

  private static String answer(String output, int exit) {
    return exit == 0 ? output : output + "\n[exit " + exit + "]";
  }
}
