package dev.cnilab.cluster.image.agnhost.netexec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.image.agnhost.call.Answers;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.open.Sink;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.stream.FirstBytes;

/** {@code /shell?cmd=…}: runs a command, and answers with its output and its error. */
record NetexecShell(Process process) {
  private static final int MOST_OUTPUT = 1024 * 1024;

  HttpResponse answer(HttpRequest request) {
    String command = request.parameter("shellCommand");
    return Answers.text(
        200, Json.text(run(command.isEmpty() ? request.parameter("cmd") : command)));
  }

  private ObjectNode run(String command) {
    FirstBytes output = new FirstBytes(MOST_OUTPUT);
    Sink sink = output.sink();
    ObjectNode result = Json.object();
    try {
      int status =
          process
              .start(
                  ProcessSpec.of("/bin/sh", "-c", command).descriptor(1, sink).descriptor(2, sink))
              .await();
      if (status != 0) {
        result.put("error", "exit status " + status);
      }
    } catch (FileException noShell) {
      result.put("error", GoText.pathError("fork/exec", "/bin/sh", noShell));
    }
    if (!output.isEmpty()) {
      result.put("output", output.text());
    }
    return result;
  }
}
