package dev.cnilab.userland.net.sockets.report;

import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.userland.file.open.SocketFile;
import dev.cnilab.userland.process.Process;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * A socket as an open file of a process.
 *
 * @param descriptor its file descriptor
 * @param protocol tcp or udp
 * @param state the TCP state; "CLOSED" for a UDP socket without a peer
 * @param inode of the file
 */
public record HeldSocket(
    Process holder,
    int descriptor,
    String protocol,
    String state,
    Endpoint local,
    Endpoint peer,
    long inode) {

  /** The sockets of all processes in the asker's network namespace, by process and descriptor. */
  public static List<HeldSocket> all(Process asker) {
    IdentityHashMap<Object, SocketEntry> entries = new IdentityHashMap<>();
    SocketEntry.all(asker).forEach(each -> entries.put(each.socket(), each));
    List<HeldSocket> held = new ArrayList<>();
    for (Process each : asker.pidNamespace().processes()) {
      each.descriptors()
          .byNumber()
          .forEach(
              (number, file) -> {
                if (file instanceof SocketFile socket && entries.containsKey(socket.socket())) {
                  held.add(of(each, number, entries.get(socket.socket())));
                }
              });
    }
    return held;
  }

  private static HeldSocket of(Process holder, int descriptor, SocketEntry entry) {
    return new HeldSocket(
        holder,
        descriptor,
        entry.protocol(),
        entry.state().name(),
        entry.local(),
        entry.peer(),
        holder.machine().socketIds().of(entry.socket()).inode());
  }
}
