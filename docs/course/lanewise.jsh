// For JShell: the imports that the blocks of code in the course and in the guide leave out.
import io.lanewise.*;
import io.lanewise.grad.*;
import io.lanewise.io.*;
import io.lanewise.linalg.*;
import io.lanewise.nn.*;
import java.lang.foreign.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import static io.lanewise.DType.*;
import static io.lanewise.Slice.*;
