# PocketSphinx 5prealpha of Debian (BSD-2): the target pocketsphinx::pocketsphinx. Its pkg-config file names a folder
# that does not exist, which CMake refuses.
find_path(POCKETSPHINX_INCLUDE pocketsphinx.h PATH_SUFFIXES pocketsphinx REQUIRED)
find_path(SPHINXBASE_INCLUDE sphinxbase/err.h REQUIRED)
find_path(SPHINX_CONFIG_INCLUDE sphinx_config.h PATH_SUFFIXES sphinxbase REQUIRED)
find_library(POCKETSPHINX_LIBRARY pocketsphinx REQUIRED)
find_library(SPHINXBASE_LIBRARY sphinxbase REQUIRED)
add_library(pocketsphinx::pocketsphinx INTERFACE IMPORTED)
target_include_directories(pocketsphinx::pocketsphinx SYSTEM INTERFACE ${POCKETSPHINX_INCLUDE} ${SPHINXBASE_INCLUDE}
                           ${SPHINX_CONFIG_INCLUDE})
target_link_libraries(pocketsphinx::pocketsphinx INTERFACE ${POCKETSPHINX_LIBRARY} ${SPHINXBASE_LIBRARY})
