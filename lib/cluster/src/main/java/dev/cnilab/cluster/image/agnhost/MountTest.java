package dev.cnilab.cluster.image.agnhost;

import dev.cnilab.cluster.image.agnhost.call.AgnhostCommand;
import dev.cnilab.cluster.image.agnhost.call.AgnhostFlags;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.FileType;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** {@code mounttest}: reports on files and file systems, or writes files, as its flags say. */
final class MountTest implements AgnhostCommand {
  private static final String NEW = "mount-tester new file\n";
  private static final Duration BETWEEN = Duration.ofSeconds(2);

  /** statfs(2): it prints the numbers of all file systems but tmpfs. */
  private static final Map<String, Long> MAGIC = Map.of("ext4", 0xEF53L, "overlay", 0x794C7630L);

  private static final List<String> NEW_FILES = List.of("0644", "0666", "0660", "0777");

  @Override
  public Map<String, String> flags() {
    return Map.ofEntries(
        Map.entry("fs_type", ""),
        Map.entry("file_mode", ""),
        Map.entry("file_perm", ""),
        Map.entry("file_owner", ""),
        Map.entry("new_file_0644", ""),
        Map.entry("new_file_0666", ""),
        Map.entry("new_file_0660", ""),
        Map.entry("new_file_0777", ""),
        Map.entry("file_content", ""),
        Map.entry("file_content_in_loop", ""),
        Map.entry("retry_time", "180"),
        Map.entry("break_on_expected_content", "true"));
  }

  /** An action on a path. */
  @FunctionalInterface
  private interface Step {
    void run(String path) throws IOException;
  }

  /** In this order, because one call may create a file and examine it. */
  @Override
  public int run(Process process, AgnhostFlags flags) {
    Report report = new Report(process);
    boolean good = report.step("statfs", flags.text("fs_type"), path -> type(process, path));
    for (String mode : NEW_FILES) {
      good &=
          report.step("open", flags.text("new_file_" + mode), path -> write(process, path, mode));
    }
    good &= report.step("Stat", flags.text("file_mode"), path -> mode(process, path));
    good &= report.step("Stat", flags.text("file_perm"), path -> permissions(process, path));
    good &= report.step("stat", flags.text("file_owner"), path -> owner(process, path));
    good &= report.step("open", flags.text("file_content"), path -> content(process, path));
    String looped = flags.text("file_content_in_loop");
    return (looped.isEmpty() || loop(process, looped, flags)) && good ? 0 : 1;
  }

  /** Reports failures. */
  private record Report(Process process) {
    boolean step(String operation, String path, Step step) {
      if (path.isEmpty()) {
        return true;
      }
      try {
        step.run(path);
        return true;
      } catch (IOException failed) {
        String why = GoText.errno(failed);
        process
            .out()
            .println(
                operation.equals("open")
                    ? "error reading file content for \"%s\": open %s: %s"
                        .formatted(path, path, why)
                    : "error from %s(\"%s\"): %s".formatted(operation, path, why));
        return false;
      }
    }
  }

  private static void type(Process process, String path) throws IOException {
    String type = process.files().mountOf(path).tree().typeName();
    String printed = MAGIC.containsKey(type) ? Long.toString(MAGIC.get(type)) : type;
    process.out().println("mount type of \"%s\": %s".formatted(path, printed));
  }

  private static void write(Process process, String path, String mode) throws IOException {
    process.files().write(path, NEW);
    process.files().setPermissions(path, Integer.parseInt(mode, 8));
    content(process, path);
  }

  private static void mode(Process process, String path) throws IOException {
    FileStatus status = process.files().status(path);
    process.out().println("mode of file \"%s\": %s".formatted(path, mode(status)));
  }

  private static void permissions(Process process, String path) throws IOException {
    FileStatus status = process.files().status(path);
    process.out().println("perms of file \"%s\": -%s".formatted(path, bits(status)));
  }

  private static void owner(Process process, String path) throws IOException {
    FileStatus status = process.files().status(path);
    process.out().println("owner UID of \"%s\": %d".formatted(path, status.owner()));
    process.out().println("owner GID of \"%s\": %d".formatted(path, status.group()));
  }

  private static void content(Process process, String path) throws IOException {
    process
        .out()
        .println("content of file \"%s\": %s".formatted(path, process.files().readText(path)));
  }

  private static boolean loop(Process process, String path, AgnhostFlags flags) {
    Instant end = process.loop().now().plusSeconds(flags.number("retry_time"));
    boolean readable = true;
    while (process.isAlive() && process.loop().now().isBefore(end)) {
      try {
        content(process, path);
        readable = true;
        if (flags.is("break_on_expected_content")) {
          if (process.files().readText(path).equals(NEW)) {
            return true;
          }
          process.out().println("Unexpected content. Expected: " + NEW + ". Retrying");
        }
      } catch (IOException failed) {
        readable = false;
        process
            .out()
            .println(
                "Error reading file %s: open %s: %s, retrying"
                    .formatted(path, path, GoText.errno(failed)));
      }
      process.loop().sleep(BETWEEN);
    }
    return readable;
  }

  /** Go's {@code fs.FileMode}: letters for type and sticky bits, then nine permissions. */
  private static String mode(FileStatus status) {
    int permissions = status.permissions();
    String letters =
        (status.type() == FileType.DIRECTORY ? "d" : "")
            + (status.type() == FileType.SYMLINK ? "L" : "")
            + ((permissions & 04000) != 0 ? "u" : "")
            + ((permissions & 02000) != 0 ? "g" : "")
            + ((permissions & 01000) != 0 ? "t" : "");
    return (letters.isEmpty() ? "-" : letters) + bits(status);
  }

  private static String bits(FileStatus status) {
    StringBuilder text = new StringBuilder();
    for (int i = 8; i >= 0; i--) {
      text.append((status.permissions() >> i & 1) == 1 ? "rwxrwxrwx".charAt(8 - i) : '-');
    }
    return text.toString();
  }
}
