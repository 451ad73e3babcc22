package dev.cnilab.cluster.image.agnhost;

import dev.cnilab.cluster.image.agnhost.call.AgnhostCommand;
import dev.cnilab.cluster.image.agnhost.call.AgnhostFlags;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.Optional;

/**
 * {@code dns-suffix} and {@code dns-server-list}: the words of a line of /etc/resolv.conf.
 *
 * @param keyword the line's first word
 */
record ResolverLine(String keyword) implements AgnhostCommand {
  @Override
  public int run(Process process, AgnhostFlags flags) throws IOException {
    Optional<String> line =
        process
            .files()
            .readText("/etc/resolv.conf")
            .lines()
            .filter(each -> each.startsWith(keyword))
            .findFirst();
    if (line.isEmpty()) {
      process.err().println("panic: Could not find DNS search list!");
      return 2;
    }
    process.out().println(line.get().substring(keyword.length()).strip().replace(' ', ','));
    return 0;
  }
}
