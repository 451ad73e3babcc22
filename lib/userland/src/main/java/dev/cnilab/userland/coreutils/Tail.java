package dev.cnilab.userland.coreutils;

import dev.cnilab.netsim.loop.WaitQueue;
import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileWatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code tail}; with {@code -f} it waits for what is appended. */
final class Tail implements Command {
  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options =
        Options.of(call.name(), 1, "n:c:fFqvs:")
            .name("lines", 'n')
            .name("bytes", 'c')
            .name("follow", 'f')
            .name("quiet", 'q')
            .parse(Counts.modern(call.arguments()));
    boolean bytes = options.last("nc") == 'c';
    String written = options.value(bytes ? 'c' : 'n').orElse("10");
    long count = Math.abs(Counts.parse(call, bytes ? "bytes" : "lines", written));
    boolean fromStart = written.startsWith("+");
    Headers headers = Headers.of(call, options, options.operands());
    Map<String, Integer> lengths = new LinkedHashMap<>();
    int status =
        call.eachInput(
            options.operands(),
            call.isBusybox() ? "can't open '%s'" : "cannot open '%s' for reading",
            (path, in) -> {
              headers.print(path);
              byte[] all = in.readAllBytes();
              lengths.put(path, all.length);
              int start = bytes ? byteStart(all, count, fromStart) : start(all, count, fromStart);
              call.out().write(all, start, all.length - start);
            });
    if (call.isBusybox() && lengths.isEmpty()) {
      throw call.failure(1, "no files");
    }
    if (options.has('f') || options.has('F')) {
      lengths.remove("-");
      follow(call, headers, lengths);
    }
    return status;
  }

  private static int byteStart(byte[] all, long count, boolean fromStart) {
    long start = fromStart ? Math.max(0, count - 1) : all.length - count;
    return Math.clamp(start, 0, all.length);
  }

  private static int start(byte[] all, long count, boolean fromStart) {
    List<Integer> starts = new ArrayList<>(List.of(0));
    for (int i = 0; i < all.length - 1; i++) {
      if (all[i] == '\n') {
        starts.add(i + 1);
      }
    }
    long index = fromStart ? Math.max(0, count - 1) : Math.max(0, starts.size() - count);
    return index >= starts.size() ? all.length : starts.get((int) index);
  }

  private static void follow(Invocation call, Headers headers, Map<String, Integer> lengths)
      throws IOException {
    WaitQueue changed = new WaitQueue(call.process().loop());
    List<FileWatch> watches = new ArrayList<>();
    for (String path : lengths.keySet()) {
      watches.add(call.files().watch(call.resolve(path), event -> changed.wakeAll()));
    }
    try {
      while (!lengths.isEmpty()) {
        changed.await();
        for (Map.Entry<String, Integer> each : lengths.entrySet()) {
          each.setValue(printAppended(call, headers, each.getKey(), each.getValue()));
        }
      }
    } finally {
      watches.forEach(FileWatch::close);
    }
  }

  private static int printAppended(Invocation call, Headers headers, String path, int printed)
      throws IOException {
    if (!call.files().exists(call.resolve(path))) {
      return printed;
    }
    byte[] all = call.files().read(call.resolve(path));
    int start = printed;
    if (all.length < printed) {
      call.complain(path + ": file truncated");
      start = 0;
    }
    if (all.length > start) {
      headers.print(path);
      call.out().write(Arrays.copyOfRange(all, start, all.length));
    }
    return all.length;
  }
}
