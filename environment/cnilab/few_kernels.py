"""JupyterLab's kernels where memory is short, as on Binder: a few at a time.

A kernel keeps nothing that a learner needs: their work is in the cluster, their position in the progress file. So a new kernel may end the one that has been idle longest, but never the one in use.
Running a cell in a notebook whose kernel has ended starts it again.
"""

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Integer


class FewKernels(AsyncMappingKernelManager):
    """Ends idle kernels when others start, without a timeout."""

    most = Integer(3, config=True, help="How many kernels may be there at once, if the others are idle.")

    async def start_kernel(self, **options: object) -> str:
        for kernel in self.idle()[: max(0, len(self) + 1 - self.most)]:
            self.log.info("Ending the kernel %s, idle for longest, for a new one", kernel)
            await self.shutdown_kernel(kernel)
        return await super().start_kernel(**options)

    def idle(self) -> list[str]:
        """The idle kernels, the most recently used one last."""
        quiet = [kernel for kernel in self.list_kernel_ids() if self._kernels[kernel].execution_state == "idle"]
        return sorted(quiet, key=lambda kernel: self._kernels[kernel].last_activity)
