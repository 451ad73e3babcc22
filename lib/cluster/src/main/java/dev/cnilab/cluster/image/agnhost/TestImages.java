package dev.cnilab.cluster.image.agnhost;

import dev.cnilab.cluster.image.ImageConfig;
import dev.cnilab.cluster.image.ImageDefinition;
import dev.cnilab.cluster.image.agnhost.call.AgnhostFlags;
import dev.cnilab.userland.distribution.Distribution;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.ProgramRegistry;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** The images of Kubernetes' own tests ({@code test/images}). */
public final class TestImages {
  private static final Pattern TAGS = Pattern.compile("latest|\\d+(\\.\\d+){0,2}(-.+)?");
  private static final int NONROOT = 1234;

  private TestImages() {}

  public static List<ImageDefinition> definitions() {
    return List.of(
        new ImageDefinition(
            List.of("e2e-test-images/agnhost", "agnhost"),
            TAGS,
            53_139_208,
            ImageConfig.entrypoint("/agnhost").withCommand("pause"),
            AgnhostImage::unpack),
        picture("nautilus"),
        picture("kitten"),
        new ImageDefinition(
            List.of("e2e-test-images/glibc-dns-testing", "glibc-dns-testing", "jessie-dnsutils"),
            TAGS,
            47_116_342,
            ImageConfig.command("bash"),
            TestImages::debian),
        new ImageDefinition(
            List.of("e2e-test-images/nonroot", "nonroot"),
            TAGS,
            2_224_358,
            ImageConfig.command("sh").withUser(NONROOT),
            (root, tag) -> Distribution.BUSYBOX.unpack(root)),
        new ImageDefinition(
            List.of("e2e-test-images/ipc-utils", "ipc-utils"),
            TAGS,
            4_213_600,
            ImageConfig.command("/bin/sh"),
            (root, tag) -> Distribution.BUSYBOX.unpack(root)),
        new ImageDefinition(
            List.of("e2e-test-images/nonewprivs", "nonewprivs"),
            TAGS,
            2_934_912,
            ImageConfig.command("nnp"),
            TestImages::nnp));
  }

  /** Registers the programs of the images. */
  public static void register(ProgramRegistry programs) {
    programs
        .add("agnhost", new Agnhost())
        .add("nnp", process -> new NoNewPrivileges().run(process, AgnhostFlags.NONE));
  }

  /** An agnhost image that serves the name of a picture. */
  private static ImageDefinition picture(String name) {
    return new ImageDefinition(
        List.of("e2e-test-images/" + name, name),
        TAGS,
        53_151_430,
        ImageConfig.entrypoint("/agnhost").withCommand("test-webserver"),
        (root, tag) -> {
          AgnhostImage.unpack(root, tag);
          root.write("/data.json", "{\n  \"image\": \"" + name + ".jpg\"\n}\n");
        });
  }

  private static void debian(MountNamespace root, String tag) throws IOException {
    Distribution.DEBIAN_IMAGE.unpack(root);
    Executables.write(root, "/coredns", "coredns");
  }

  private static void nnp(MountNamespace root, String tag) throws IOException {
    Distribution.BUSYBOX.unpack(root);
    Executables.write(root, "/usr/local/bin/nnp", "nnp");
    root.setPermissions("/usr/local/bin/nnp", 06755);
  }
}
