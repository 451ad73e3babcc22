package dev.cnilab.userland.net.sockets.report;

import dev.cnilab.userland.file.open.SocketFile;
import dev.cnilab.userland.process.Process;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** The processes of a machine that hold each socket at one moment. */
final class SocketHolders {
  /** A process, and its first descriptor of a socket. */
  record Holder(Process process, int descriptor) {}

  private final IdentityHashMap<Object, List<Holder>> bySocket = new IdentityHashMap<>();

  /** The holders on the machine of a process. */
  SocketHolders(Process asker) {
    for (Process each : asker.machine().processes().all()) {
      each.descriptors()
          .byNumber()
          .forEach(
              (number, file) -> {
                if (file instanceof SocketFile open) {
                  add(open.socket(), new Holder(each, number));
                }
              });
    }
  }

  private void add(Object socket, Holder holder) {
    List<Holder> present = bySocket.computeIfAbsent(socket, none -> new ArrayList<>(1));
    if (present.isEmpty() || present.getLast().process() != holder.process()) {
      present.add(holder);
    }
  }

  /** Those of a socket, by pid. */
  List<Holder> of(Object socket) {
    return bySocket.getOrDefault(socket, List.of());
  }
}
