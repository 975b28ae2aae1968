# whisper.cpp (MIT) with ggml, built once by scripts/setup-speech outside every build tree: the target whisper::whisper.
set(whisper_folder ${REPERE_CACHE}/whisper)
if(NOT EXISTS ${whisper_folder}/stamp)
    message(FATAL_ERROR "whisper.cpp is not in ${whisper_folder}. Run scripts/setup-speech (or `make setup`) once, then configure again.")
endif()
find_package(OpenMP REQUIRED COMPONENTS CXX)
find_package(Threads REQUIRED)
add_library(whisper::whisper INTERFACE IMPORTED)
target_include_directories(whisper::whisper SYSTEM INTERFACE ${whisper_folder}/include)
target_link_libraries(whisper::whisper INTERFACE
    ${whisper_folder}/lib/libwhisper.a ${whisper_folder}/lib/libggml.a ${whisper_folder}/lib/libggml-cpu.a
    ${whisper_folder}/lib/libggml-base.a OpenMP::OpenMP_CXX Threads::Threads ${CMAKE_DL_LIBS} m)
