package dev.cnilab.cluster.containerd;

import dev.cnilab.cluster.containerd.images.ImageStore;
import dev.cnilab.cluster.containerd.images.StoredImage;
import dev.cnilab.cluster.cri.CriImages;
import dev.cnilab.cluster.cri.message.Image;
import dev.cnilab.cluster.log.GoText;
import java.util.List;
import java.util.Optional;

/** containerd's CRI image service. */
record ImageService(ImageStore store, CallLog calls) implements CriImages {
  @Override
  public String pull(String image) {
    String call = "PullImage " + GoText.quote(image);
    return calls.logged(
        call,
        call + " failed",
        () -> store.pull(image).id(),
        id -> call + " returns image reference " + GoText.quote(id));
  }

  @Override
  public Optional<Image> status(String image) {
    calls.requireRunning();
    return store.find(image).map(StoredImage::toCri);
  }

  @Override
  public List<Image> list() {
    calls.requireRunning();
    return store.list();
  }

  @Override
  public void remove(String image) {
    calls.logged("RemoveImage " + GoText.quote(image), () -> store.remove(image));
  }
}
