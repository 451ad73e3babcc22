package dev.cnilab.cluster.image.flannel;

import dev.cnilab.cluster.log.GoFile;
import dev.cnilab.cluster.log.GoPathException;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** {@code install-conf}: copies a file into a directory under another name, then renames it. */
public final class InstallConf implements Program {
  @Override
  public int run(Process process) {
    List<String> arguments = process.arguments();
    if (arguments.size() != 3) {
      process.err().println("usage: " + arguments.getFirst() + " <src> <dest>");
      return 1;
    }
    String source = arguments.get(1);
    String target = arguments.get(2);
    int slash = target.lastIndexOf('/') + 1;
    String temporary =
        "%s.%s.tmp%d"
            .formatted(
                target.substring(0, slash),
                target.substring(slash),
                process.loop().random().nextLong(1_000_000_000L, 4_000_000_000L));
    try {
      process.files().write(temporary, GoFile.bytes(process.files(), source));
      process.files().setPermissions(temporary, 0644);
      process.loop().sleep(Duration.ofMillis(1)); // it is synced to the disk
      process.files().rename(temporary, target);
      return 0;
    } catch (GoPathException unreadable) {
      return failed(process, source, unreadable.text());
    } catch (IOException unwritable) {
      return failed(process, source, GoText.pathError("open", temporary, unwritable));
    }
  }

  private static int failed(Process process, String source, String why) {
    process.err().println("error installing %s: %s".formatted(GoText.quote(source), why));
    return 1;
  }
}
